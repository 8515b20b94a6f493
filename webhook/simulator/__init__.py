"""A stand-in of the WeChat platform for people (and tests) without an account.

It knows nothing of the webhook but its address: signed and encrypted callbacks go out over real HTTP to
/wechat/{appid}, outbound calls come in at /simulator/api. Nothing of it reaches WeChat.

By hand: /simulator, see `app.router_of`. In tests:

    simulator = Simulator(settings, clock, deadline=0.5)      # deadline: seconds per try, the platform has 5
    app.include_router(router_of(simulator))                  # serve `app` on settings.port: it is real HTTP
    side = simulator.side()                                   # of the first account; side("wx…") of another one
    phone = side.phones.of("小王")                             # a member's phone, made at first sight
    delivery = await simulator.act(phone, Text(text="你好"))   # `None` instead of a task: must follow first
    delivery.text, delivery.tries                             # the passive reply, and every request it took
    pushed = await phone.wait_for(lambda line: line.kind == "push")
    [line.text for line in phone.lines]                       # the whole chat

`actions` lists what a member can do, `side` what the platform keeps of an account (media, menu, templates, opt-ins,
tokens), `simulator.faults` what goes wrong with outbound calls, `repeats.repeat` sends the last message again in
ways that the platform would not, `crowd.ask_at_once` lets many write at once, `time_machine.TimeMachine` moves the
clock of this machine's processes.
"""
