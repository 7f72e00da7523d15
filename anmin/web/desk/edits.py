"""Forms of declared registers: a new row, a changed row, and what happens when two people change one at once."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from anmin.kernel.access.api import Denied, User
from anmin.kernel.audit.api import history
from anmin.kernel.places.api import area_names
from anmin.kernel.screens.declare import FormField, Register
from anmin.web.desk.cards import instance_of, one, title_of
from anmin.web.gate import opens
from anmin.web.rows.cells import card_address
from anmin.web.rows.fields import choices_of, field_at, model_of
from anmin.web.rows.forms import areas_to_choose, build
from anmin.web.rows.places import place_names
from anmin.web.rows.story import codes_in, differences


def create_view(register: Register) -> Callable:
    """The form for a new row."""

    @opens(register.form.permission)
    def create(request: HttpRequest) -> HttpResponse:
        if not register.form.create:
            raise Http404
        form = form_for(register, request.who, request.POST or None)
        if request.method == "POST" and form.is_valid():
            row = _write(register, model_of(register)(), form, request.who)
            if row is not None:
                messages.success(request, f"已登记：{row}。")
                return redirect(card_address(register, row.pk))
        return render(request, "desk/form.html", {"register": register, "form": form, "title": f"新增{register.label}"})

    return create


def change_view(register: Register) -> Callable:
    """The form that changes a row. Whoever saves second is shown what the first one changed."""

    @opens(register.form.permission)
    def change(request: HttpRequest, pk: str) -> HttpResponse:
        if not register.form.change:
            raise Http404
        line = one(register, request.who, pk)
        context = {"register": register, "line": line, "title": f"修改 {title_of(register, line)}"}
        with transaction.atomic():
            row = instance_of(register, request.who, pk)
            _require_here(register, request.who, row)  # before anything is typed
            seen = newest(row)
            form = form_for(register, request.who, request.POST or None, row)
            if request.method == "POST" and form.is_valid():
                clash = (
                    [] if request.POST.get("seen") == str(seen) else overtaken(register, row, request.POST.get("seen"))
                )
                if clash:
                    form.add_error(
                        None, "您打开这一页之后，别人改过这条记录（见下）。请核对后再保存，保存将以您填写的为准。"
                    )
                elif (saved := _write(register, row, form, request.who)) is not None:
                    messages.success(request, f"已保存：{saved}。")
                    return redirect(card_address(register, saved.pk))
                context["clash"] = clash
        return render(request, "desk/form.html", {**context, "form": form, "seen": seen})

    return change


def newest(row: Model) -> int:
    """The number of the row's newest entry in the history: its version."""
    return max((change.id for change in history(row._meta.db_table, row.pk, limit=1)), default=0)


def overtaken(register: Register, row: Model, seen: str | None) -> list[dict]:
    """What others changed since the version `seen`: who, when, from what to what."""
    since = int(seen) if seen and seen.isdigit() else 0
    later = [c for c in history(row._meta.db_table, row.pk, limit=20) if c.id > since and c.kind == "update"]
    areas = place_names(codes_in(later))
    return [{"who": c.actor_name, "at": c.at, "differences": differences(c, type(row), register, areas)} for c in later]


def form_for(register: Register, who: User, data: object, row: Model | None = None) -> forms.Form:
    """The register's form, filled from `row` or with what was sent."""
    declared = register.form
    choices = {f.name: options_of(register, f, who) for f in declared.fields if f.kind in ("choice", "area", "many")}
    initial = {f.name: getattr(row, f.name) for f in declared.fields} if row is not None else None
    form = build(declared.fields, choices)(data, initial=initial, auto_id="id_%s", label_suffix="")
    for field in declared.fields:
        if row is not None and field.readonly:
            form.fields[field.name].disabled = True
        _keep_old_choice(form.fields[field.name], initial.get(field.name) if initial else None)
    return form


def _keep_old_choice(field: forms.Field, value: object) -> None:
    """A village that was merged away stays choosable for the row that bears it."""
    if isinstance(field, forms.ChoiceField) and value not in (None, "") and not field.valid_value(value):
        name = area_names({str(value)}).get(str(value), str(value))
        field.choices = [*field.choices, (value, f"{name}（现值）")]


def options_of(register: Register, field: FormField, who: User) -> dict[str, str]:
    """What may be chosen; places only where the user holds the form's permission."""
    if field.kind == "area":
        return areas_to_choose(who.scope(register.form.permission, "code"))
    return dict(choices_of(register, field.name, field.choices, who))


def _write(register: Register, row: Model, form: forms.Form, who: User) -> Model | None:
    """Saves through the room's door; what the room or the database refuses becomes an error of the form."""
    try:
        with transaction.atomic():
            return write_row(register, row, form.cleaned_data, who)
    except ValidationError as error:
        _add_errors(form, error)
    except ValueError as error:
        form.add_error(None, str(error))
    except IntegrityError as error:
        form.add_error(None, _refusal(row, error))
    return None


def write_row(register: Register, row: Model, values: dict, who: User) -> Model:
    """Writes one row through the room's door. The place must be the user's before and after; runs in a transaction."""
    if row.pk:
        _require_here(register, who, row)
    saved = (register.form.save or _save)(row, values)
    _require_here(register, who, saved)
    return saved


def _save(row: Model, values: dict) -> Model:
    for name, value in values.items():
        field = field_at(type(row), name)
        empty_text = value is None and field is not None and not field.null
        setattr(row, name, "" if empty_text else value)
    row.full_clean(exclude=[f.name for f in row._meta.fields if f.name not in values])
    row.save()
    return row


def _require_here(register: Register, who: User, row: Model) -> None:
    """The row's place must be one where the user holds the permission to write, before and after the change."""
    if register.area and "__" not in register.area:
        who.require(register.form.permission, getattr(row, register.area))
    elif (
        register.area
        and row.pk
        and not type(row).objects.filter(who.scope(register.form.permission, register.area) & Q(pk=row.pk)).exists()
    ):
        raise Denied("这条记录不在您可以修改的辖区。")


def _add_errors(form: forms.Form, error: ValidationError) -> None:
    for name, texts in (error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}).items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def _refusal(row: Model, error: IntegrityError) -> str:
    detail = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    return f"数据库拒绝保存：与已有记录重复或前后矛盾（{detail}）。请检查名称、日期后再试，填写的内容没有丢失。"
