"""What the portal lets in, the same on every machine: passwords, sources of a page, calls."""

from csp.constants import NONCE, NONE, SELF

PASSWORD_HASHERS = [
    "directory.accounts.passwords.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "directory.accounts.passwords.VariedPasswordValidator"},
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# By URL name; arguments of core.limits.Limit.
RATE_LIMITS = {
    "account_login": {"per_ip": "30/m", "per_net": "300/m", "closes": True},
    "account_reauthenticate": {"per_ip": "30/m", "closes": True},
    "account_signup": {"per_ip": "10/h", "per_net": "60/h"},
    "account_reset_password": {"per_ip": "10/h", "per_net": "100/h", "closes": True},
    "account_request_login_code": {"per_ip": "10/m", "per_net": "100/m", "closes": True},
    "account_confirm_login_code": {"per_ip": "20/m", "per_net": "200/m", "closes": True},
    "mfa_authenticate": {"per_ip": "20/m", "per_net": "200/m", "closes": True},
    "set_language": {"per_ip": "60/m"},
    "plans:register": {"per_ip": "20/h", "per_net": "120/h"},
    "plans:registration": {"per_ip": "30/h", "per_net": "200/h", "methods": ("GET", "POST")},
    "surveys:code": {"per_ip": "10/m", "per_net": "60/m", "everyone": "600/m"},
    "surveys:open": {"per_ip": "20/h", "per_net": "120/h"},
    "surveys:kiosk": {"per_ip": "60/h", "per_net": "300/h"},
    "surveys:answer": {"per_ip": "120/m"},
    "surveys:review": {"per_ip": "30/m", "per_net": "300/m"},
    "surveys:opt_out": {"per_ip": "20/m", "per_net": "100/m"},
}
