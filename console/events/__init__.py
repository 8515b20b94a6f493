"""Events: found, entered, changed, published; who is signed up, draws, ratings."""
