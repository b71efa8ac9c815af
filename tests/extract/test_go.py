"""Go's packages tell each other constants, tables and structs; a call that only looks like gorm's is none."""

from pathlib import Path

import pytest

from scanner.adapters.disk import DiskSnapshot
from scanner.model.facts import Write
from scanner.model.statement import Named
from scanner.reading.rounds import read
from scanner.reading.source import Source

MODELS = """package models

const Items = "shop_item"

type Order struct {
	ID   int
	Note string
}

func (o *Order) TableName() string {
	return "shop_order"
}

type Parcel struct {
	ID   int
	Note string
}
"""


def writes(root: Path, **files: str) -> list[Write]:
    for name, text in files.items():
        (root / f"{name}.go").write_text(text)
    return [*read(Source(DiskSnapshot(root), jobs=1)).writes]


def test_models_and_constants_of_another_package(tmp_path: Path):
    store = """package store

import "gorm.io/gorm"

func add(db *gorm.DB, o *models.Order) {
	db.Create(o)
	db.Create(&models.Parcel{Note: "x"})
	db.Exec("DELETE FROM " + models.Items)
}
"""
    found = writes(tmp_path, models=MODELS, store=store)
    assert [(each.statement.target, each.statement.at.line) for each in found] == [
        (Named("shop_order"), 6),
        (Named("parcels"), 7),
        (Named("shop_item"), 8),
    ]


@pytest.mark.parametrize(
    "call", ["os.Create(path)", "cache.Delete(key)", "repo.Save(user)", "db.Create(path)"]
)
def test_a_call_that_only_looks_like_gorms_is_no_write(tmp_path: Path, call: str):
    store = f'package store\n\nimport "gorm.io/gorm"\n\nfunc f(db *gorm.DB, path string) {{\n\t{call}\n}}\n'
    assert writes(tmp_path, store=store) == []


def test_a_function_that_fills_a_constant_is_learnt(tmp_path: Path):
    queries = """package store

const dropTemplate = `DELETE FROM %v
WHERE id = $1`

func makeDrop(table string) string {
	return fmt.Sprintf(dropTemplate, table)
}

var dropParcel = makeDrop("parcel")
"""
    found = writes(tmp_path, queries=queries)
    assert [(each.via, each.statement.at.line) for each in found] == [(None, 3), ("makeDrop", 10)]
    assert found[1].statement.target == Named("parcel")


def test_a_table_that_a_method_of_another_package_names(tmp_path: Path):
    model = """package parcel

type Item struct{ ID int }

func (i *Item) TableName(context.Context) string { return "parcel_item" }
"""
    jobs = """package jobs

func clean(db *DB) {
	db.RawQuery(fmt.Sprintf("DELETE FROM %s WHERE id = ?", parcel.Item{}.TableName(ctx))).Exec()
	db.RawQuery(fmt.Sprintf("UPDATE %[1]s SET note = ?", new(parcel.Item).TableName(ctx))).Exec()
	db.RawQuery("DELETE FROM " + (&parcel.Item{}).TableName()).Exec()
	db.RawQuery(fmt.Sprintf("DELETE FROM %s", gone.Item{}.TableName())).Exec()
}
"""
    (tmp_path / "parcel").mkdir()
    found = writes(tmp_path, **{"parcel/item": model, "jobs": jobs})
    assert [each.statement.target for each in found[:3]] == [Named("parcel_item")] * 3
