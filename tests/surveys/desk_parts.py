"""What the tests of the surveys' desk share: where rounds stand, and a sheet as it is keyed."""

ROUNDS = "/admin/surveys/round/"
SHEET = {"viec": "xuat", "to_khai": "7", "thai_do": "4", "ho_so": "5"}
