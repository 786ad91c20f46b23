"""Documents of a province, a city, a district and an office that says nothing of itself."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine

from retrieval import LibrarySettings, PolicyLibrary
from tests.databases import database_at

PROVINCE = "江苏省人民政府关于支持人才发展的意见"
CITY = "泰州市人民政府关于引进人才的办法"
DISTRICT = "泰州市海陵区人民政府关于安置人才的通知"
ENDED = "泰州市经济和信息化委员会关于技术改造的通知"
UNSIGNED = "机器人产业发展说明"
TEXTS = {
    PROVINCE: "苏政发〔2018〕2号\n各市人民政府：\n"
    "一、对引进的人才给予最高100万元资助。\n江苏省人民政府\n2018年2月1日\n",
    CITY: "泰政发〔2018〕3号\n各市（区）人民政府：\n"
    "一、对引进的人才给予最高50万元资助。\n二、本办法有效期至2025年12月31日。\n"
    "泰州市人民政府\n2018年3月1日\n",
    DISTRICT: "泰海政发〔2018〕4号\n各街道办事处：\n"
    "一、对引进的人才提供人才公寓。\n泰州市海陵区人民政府\n2018年4月1日\n",
    ENDED: "泰经信发〔2015〕5号\n各有关企业：\n"
    "一、对技术改造项目给予设备投资额10%的补助。\n二、本通知有效期至2016年12月31日。\n"
    "泰州市经济和信息化委员会\n2015年5月1日\n",
    UNSIGNED: "一、机器人产业包括工业机器人和服务机器人。\n二、市财政局负责资金拨付。\n",
}


def made_city(folder: Path) -> PolicyLibrary:
    """A library of these documents, without torch."""
    library = PolicyLibrary.open(
        LibrarySettings(folder, model="hashing"), create_engine(database_at(folder))
    )
    fill(library, folder)
    return library


def fill(library: PolicyLibrary, folder: Path) -> None:
    """Put the documents into a library, by way of files in a folder."""
    for title, text in TEXTS.items():
        path = folder / f"{title}.txt"
        path.write_text(f"{title}\n{text}", "utf-8")
        assert library.ingest(path).status == "ingested"
