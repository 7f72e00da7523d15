"""Forms of signing in, in our words."""

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError


class SignIn(AuthenticationForm):
    """Login name and password."""

    error_messages = {
        "invalid_login": "登录名或密码不对。请检查大小写后再试；连续错 5 次会锁定 15 分钟。"
        "忘记密码请找本单位系统管理员重置。",
        "inactive": "这个账号已停用。如需恢复，请联系系统管理员。",
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label, self.fields["password"].label = "登录名", "密码"
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"


class ChangePassword(PasswordChangeForm):
    """Old password once, new one twice."""

    error_messages = {
        "password_incorrect": "原密码不对，请重新输入。",
        "password_mismatch": "两次输入的新密码不一样，请重新输入。",
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        labels = {"old_password": "原密码", "new_password1": "新密码", "new_password2": "再输一次新密码"}
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs["class"] = "form-control"
        self.fields["new_password1"].help_text = "至少 8 个字符，不要用常见密码。"

    def clean_new_password1(self) -> str:
        """The same again would leave a first password known to whoever gave it."""
        new = self.cleaned_data.get("new_password1", "")
        if new and self.user.check_password(new):
            raise ValidationError("新密码不能和现在的一样，请换一个。")
        return new
