"""Measures of GB/T 9704-2012, for both forms of a paper."""

TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37, 35, 28, 26  # leaves a text area of 156 × 225 mm
PAGE_MM = (210, 297)
LINES, CHARS = 22, 28
PITCH_PT = 28.95  # 225 mm in 22 lines
TEXT_MM = PAGE_MM[0] - LEFT_MM - RIGHT_MM
BODY_PT, TITLE_PT, TABLE_PT, FOOT_PT = 16, 22, 12, 14  # 三号, 二号, 小四, 四号
TRACKING_PT = TEXT_MM / 25.4 * 72 / CHARS - BODY_PT  # 28 characters of 16 pt are a little wider than the line
HEAD_PT = 30  # 发文机关标志, no more than 22 mm high
FOOT_GAP_MM = 7  # page number below the text area
RED = "E60012"
SEAL_INDENT = 4  # 成文日期右空四字
