"""Ways of saying that one is above or below another, and what is right to answer."""

from __future__ import annotations

# How it is said, and what stands before the amount between when the first is more, and when less.
OF_TWO = (
    ("{p}{a}{m}有没有超过{b}", "超过了", "没有超过"),
    ("{a}{p}{m}超过{b}了吗", "超过了", "没有超过"),
    ("{p}{a}{m}高于{b}吗", "超过了", "没有超过"),
    ("{a}{p}{m}是不是比{b}高", "超过了", "没有超过"),
    ("{p}{a}{m}比{b}还多吗", "超过了", "没有超过"),
    ("{p}{a}{m}没超过{b}吧", "超过了", "没有超过"),
    ("{p}{a}{m}没有{b}高吧", "超过了", "没有超过"),
    ("{p}{a}{m}是不是低于{b}", "不低于", "低于"),
    ("{a}{p}{m}比{b}少吗", "不低于", "低于"),
    ("{p}{a}{m}不如{b}吧", "不低于", "低于"),
    ("{p}{a}{m}赶上{b}没有", "赶上了", "没有赶上"),
)
# How a list is said; whether those above are listed.
OF_A_LIST = (
    ("{p}哪些区{m}超过{b}", True),
    ("{p}{m}比{b}高的区", True),
    ("{p}{m}低于{b}的区有哪些", False),
    ("哪几个区{p}{m}比{b}少", False),
    ("{p}{m}没超过{b}的区", False),
)
