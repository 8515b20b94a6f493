"""The dialogue engine: the only package that imports Rasa.

Importing anything of it puts the stand-in for TensorFlow in place, because it must be there before Rasa.
"""

from bot import rasa_fixes, without_tensorflow

without_tensorflow.install()
rasa_fixes.quiet()
