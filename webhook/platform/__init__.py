"""Calls to the WeChat platform, for each official account: `PlatformApis` in apis.py is the way in.

A call ends in one of three ways: an answer, a typed error (errors.py), or a cancelled task. What an error means
for a message is said by `outcome_of` (outcomes.py) from one table of errcodes (errcodes.yml).
"""
