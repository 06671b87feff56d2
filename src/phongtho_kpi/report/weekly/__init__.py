"""The weekly workbook as neutral sheets, one module a sheet."""
