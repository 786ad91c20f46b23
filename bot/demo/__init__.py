"""The demonstration city: its data, and how it is loaded.

Everything here is synthetic unless its README says otherwise; every surface that shows it
says 演示数据.
"""
