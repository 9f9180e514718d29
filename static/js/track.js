// The QR code of a receipt carries the tracking code behind "#": it never reaches a log.
const code = document.getElementById("id_code");
const brought = decodeURIComponent(location.hash.slice(1));
if (code && !code.value && /^[0-9A-Za-z-]{14,20}$/.test(brought)) {
  code.value = brought;
  history.replaceState(null, "", location.pathname);
  document.getElementById("id_pin").focus();
}
