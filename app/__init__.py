"""Where all parts are put together: command line, `serve`, worker."""
