"""A stand-in of the platform's outbound calls: always HTTP 200, the outcome is the JSON's errcode.

`sides.py` is what the platform keeps of one account, a module a kind of call, `faults.py` what can be made to go
wrong. All of it lives in memory and takes its time from the simulator's clock.
"""
