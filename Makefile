# 安民：日常命令。每条命令都会先把缺的环境补齐。
PYTHON ?= python3
BIN = .venv/bin
NO_PYTHON = ✗ 没有找到 $(PYTHON)：请安装 Python 3.11 或更新的版本（Debian 12：apt-get install python3），或用 make $@ PYTHON=/路径/python3.11 指定。
PREPARE = command -v $(PYTHON) >/dev/null || { echo "$(NO_PYTHON)" >&2; exit 1; }; $(PYTHON) scripts/setup.py

# 编译过的字节码留在 .venv 和本项目里：不留的话，每个进程启动都要重新编译全部源码，多花一秒多。
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help start setup browser test check fix bench service clean

help:
	@echo "make start            准备环境并运行（端口用 PORT=8000 指定，Ctrl-C 停止）"
	@echo "make test             运行全部测试（args=\"-k 低保\" 只运行其中一部分）"
	@echo "make check            检查格式、引用方向、类型、模板、迁移和结构"
	@echo "make fix              自动修正格式"
	@echo "make bench            测速（names=\"law desk\" 只测其中几项）"
	@echo "make service name=…   新建一项业务的骨架（label=中文名称）"
	@echo "make clean            删除环境和生成的文件（不删数据）"

start:
	@$(PREPARE) --starts
	@exec $(BIN)/anmin start

setup:
	@$(PREPARE) --dev

test:
	@$(PREPARE) --browser
	@$(BIN)/pytest -n 2 $(args)

check: setup
	@$(BIN)/python scripts/check.py

fix: setup
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet . ; $(BIN)/djlint anmin --reformat --quiet ; true

bench: setup
	@$(BIN)/anmin bench $(names)

service: setup
	@$(BIN)/anmin service "$(name)" --label "$(label)"

clean:
	rm -rf .venv node_modules anmin/web/static/vendor* staticfiles var/tools var/test var/bench var/log
	rm -rf .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
	find anmin tests bench scripts -name __pycache__ -prune -exec rm -rf {} +
