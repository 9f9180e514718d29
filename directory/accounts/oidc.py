"""Sign-in through a national identity provider by OpenID Connect (G4).

allauth leads the way there and back (state, PKCE); what comes back is believed only here: the
signature, issuer, audience, nonce and clock of the ID token are checked on every sign-in.
"""

import hmac
import secrets
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from requests import RequestException

# Signatures anyone may check and only the issuer can make; "none" and shared secrets are not.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
LEEWAY = 30  # seconds two clocks may differ
# The issuer is down, refuses, or answers in another form than the standard's.
FAULTS = (OAuth2Error, RequestException, KeyError, TypeError, ValueError)


class IdentityProvider(OpenIDConnectOAuth2Adapter):
    """The configured issuer, trusted for what it signed for us, in this sign-in."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        config = super().openid_config
        issuer = self.get_provider().app.settings["server_url"].split("/.well-known/")[0]
        if config.get("issuer", "").rstrip("/") != issuer.rstrip("/"):
            raise OAuth2Error("The discovery document is another issuer's.")
        return config

    def complete_login(self, request, app, token, **kwargs) -> SocialLogin:
        claims = self.believe(kwargs["response"].get("id_token"), app.client_id)
        if not claims.get("email") and self.openid_config.get("userinfo_endpoint"):
            claims |= self._userinfo(token.token, claims["sub"])
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        # Names and numbers of the person stay with the issuer; only whom it is stands here.
        login.account.extra_data = {"iss": claims["iss"], "sub": claims["sub"]}
        return login

    def believe(self, id_token: str | None, audience: str) -> dict[str, Any]:
        """The claims of an ID token.

        Raises ``OAuth2Error`` when it is missing, forged, expired, another's, or of another
        sign-in.
        """
        try:
            claims = jwt.decode(
                id_token or "",
                key=self._key(id_token or ""),
                algorithms=ALGORITHMS,
                audience=audience,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"ID token refused: {error}") from error
        if claims.get("azp", audience) != audience:
            raise OAuth2Error("ID token refused: made for another client.")
        if not (self.nonce and hmac.compare_digest(str(claims["nonce"]), self.nonce)):
            raise OAuth2Error("ID token refused: of another sign-in.")
        # Some issuers say "false" in words, which is true to Python.
        return claims | {"email_verified": claims.get("email_verified") is True}

    def _key(self, id_token: str) -> jwt.PyJWK:
        kid = jwt.get_unverified_header(id_token).get("kid")
        keys = jwt.PyJWKSet.from_dict(self._fetch(self.openid_config["jwks_uri"])).keys
        for key in keys:
            if key.key_id == kid and key.public_key_use in (None, "sig"):
                return key
        raise OAuth2Error("ID token refused: signed with a key the issuer does not publish.")

    def _userinfo(self, access_token: str, subject: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {access_token}"}
        said = self._fetch(self.openid_config["userinfo_endpoint"], headers=headers)
        if said.get("sub") != subject:
            raise OAuth2Error("The user information is about another person.")
        return {"email": said.get("email"), "email_verified": said.get("email_verified") is True}

    def _fetch(self, url: str, **options) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(url, **options)
        answer.raise_for_status()
        return answer.json()


class Callback(OAuth2CallbackView):
    """The way back: the nonce of this sign-in waits in the state kept in the session."""

    def _get_state(self, request, provider):
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.nonce = (state.get("data") or {}).get("nonce", "")
        return state, response


def provider_of(request, provider_id: str):
    """The configured provider; 404 when none is configured."""
    try:
        provider = get_adapter().get_provider(request, provider=provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    provider.oauth2_adapter_class = IdentityProvider
    return provider


@login_not_required
@never_cache
@require_GET
def login(request, provider_id: str):
    """Send the visitor to the issuer with a state, a nonce and a PKCE challenge of this session.

    A link and not a form: a strict ``form-action`` would stop the redirect to another origin.
    """
    provider = provider_of(request, provider_id)
    there = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(there, request.get_host(), request.is_secure()):
        there = None
    nonce = secrets.token_urlsafe(24)
    try:
        return provider.redirect(
            request,
            process="login",
            next_url=there,
            data={"nonce": nonce},
            auth_params={"nonce": nonce},
            scope=["openid", "email"],
        )
    except FAULTS as error:
        return render_authentication_error(request, provider, exception=error)


@login_not_required
@never_cache
@require_GET
def callback(request, provider_id: str):
    """Take the issuer's answer; anything doubtful ends on the error page, signed out."""
    provider = provider_of(request, provider_id)
    try:
        return Callback.adapter_view(IdentityProvider(request, provider_id))(request)
    except FAULTS as error:
        return render_authentication_error(request, provider, exception=error)
