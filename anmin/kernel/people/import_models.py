"""Private to this room: imports of rosters, from upload to result."""

from django.db import models


class ImportRun(models.Model):
    """One file that someone imports. `counts` says what it would bring, and after the end what it brought."""

    class State(models.TextChoices):
        CHECKED = "checked", "待确认"
        QUEUED = "queued", "排队中"
        RUNNING = "running", "导入中"
        DONE = "done", "已导入"
        FAILED = "failed", "未导入"
        DROPPED = "dropped", "已放弃"

    account = models.ForeignKey("access.Account", models.PROTECT, related_name="imports", verbose_name="导入人")
    service = models.TextField("业务")
    file_name = models.TextField("文件名")
    digest = models.CharField("SM3", max_length=64)
    size = models.PositiveIntegerField("字节")
    on = models.DateField("名册日期")
    worksheet = models.TextField("工作表", blank=True)
    mapping = models.JSONField("列的对应", default=dict)
    periods = models.JSONField("按月按年", default=dict)
    state = models.TextField("状态", choices=State, default=State.CHECKED)
    percent = models.PositiveSmallIntegerField("进度", default=0)
    doing = models.TextField("正在", blank=True)
    message = models.TextField("说明", blank=True)
    counts = models.JSONField("数目", default=dict)
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "名册导入"
        indexes = [models.Index(fields=["account", "-id"], name="import_of_account")]


class ImportFile(models.Model):
    """The uploaded file, what the check found in it, and its bad rows: all sealed, none kept longer than needed.

    History does not keep these columns (`audit.triggers.HIDDEN`).
    """

    run = models.OneToOneField(ImportRun, models.PROTECT, primary_key=True, related_name="file")
    content = models.BinaryField("文件(密)", default=bytes)
    found = models.BinaryField("检查结果(密)", default=bytes)
    errors = models.BinaryField("待改正的行(密)", default=bytes)

    class Meta:
        verbose_name = "导入文件"
