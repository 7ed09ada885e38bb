#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make-pages.py SOURCE-ROOT OUT-DIR: the pages of the help that are not written by hand.

One page for each error code of data/tables/nhi-error-codes.tsv: NHI's text from there, what it
means from help/codes.tsv, what to do from the program's own words (src/app/danbi-outcome-phrases.c,
as po/zh_TW.po translates them). The page of the keys: ui/help-overlay.ui with the accelerators of
src/app/danbi-application.c. And the list of all pages for the resource compiler.
"""
import csv
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

ROOT = pathlib.Path(sys.argv[1])
NAMESPACE = 'http://projectmallard.org/1.0/'
C_STRINGS = r'((?:\s*"(?:[^"\\]|\\.)*")+)'
ENTRY = rf'^msgid(?:_plural)? {C_STRINGS}\nmsgstr(?:\[0\])? {C_STRINGS}'
ADVICE = rf'\{{ "(\w*)", N_\({C_STRINGS}\) \}}'
FIELD = r'\{ DANBI_FIELD_\w+, "(\w+)", "([^"]+)", (\d+), (\d+),\s*DANBI_REQUIRED_(\w+)'
KEY_NAMES = {'Control': 'Ctrl', 'Return': 'Enter', 'KP_Enter': 'Enter', 'Down': '↓', 'Up': '↑',
             'Left': '←', 'Right': '→', 'Page_Down': 'PageDown', 'Page_Up': 'PageUp', 'plus': '+',
             'minus': '−', 'comma': ',', 'question': '?', 'Escape': 'Esc', 'space': '空白鍵',
             'Delete': 'Delete'}


def read(path):
    return (ROOT / path).read_text(encoding='utf-8')


def table(path):
    """Rows by their code, as the program reads its tables: comments and empty lines passed over."""
    lines = [line for line in read(path).splitlines() if line and not line.startswith('#')]
    rows = csv.DictReader(lines, delimiter='\t', quoting=csv.QUOTE_NONE)
    return {row['code']: row for row in rows}


def unquote(text):
    return ''.join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)).replace('\\"', '"')


def translations():
    """msgid to msgstr. What is not translated yet is shown as it is: a check of the house tells."""
    words = {}
    for block in read('po/zh_TW.po').split('\n\n'):
        match = re.search(ENTRY, block, re.M)
        if match and unquote(match.group(2)) and '#, fuzzy' not in block:
            words[unquote(match.group(1))] = unquote(match.group(2))
    return words


def advices():
    """NHI's code to the sentence of the program; '' for those without one of their own."""
    found = re.findall(ADVICE, read('src/app/danbi-outcome-phrases.c'))
    return {code: unquote(text) for code, text in found}


def page(name, guide, sort, title, desc, body):
    return (f'<page xmlns="{NAMESPACE}" type="topic" id="{name}">\n'
            f'  <info>\n    <link type="guide" xref="{guide}"/>\n'
            f'    <title type="sort">{escape(sort)}</title>\n    <desc>{escape(desc)}</desc>\n'
            f'  </info>\n  <title>{escape(title)}</title>\n{body}</page>\n')


def section(name, title, paragraphs):
    lines = ''.join(f'    <p>{line}</p>\n' for line in paragraphs)
    return f'  <section id="{name}">\n    <title>{title}</title>\n{lines}  </section>\n'


def lengths(words, of_days):
    """01 goes by the field, as danbi_phrase_advice() has it: days need not be counted."""
    fields = re.findall(FIELD, read('src/domain/danbi-field.c'))
    for key, name, least, most, required in fields:
        sentence = 'It has %u characters.' if least == most else 'It has at most %u characters.'
        if required != 'GENERATED':
            days = re.search('(time|date|month)$', key)
            yield name, of_days if days else words.get(sentence, sentence).replace('%u', most)


def code_page(code, text, meaning, advice, fields):
    body = section('meaning', '這是什麼', [escape(meaning['meaning'])])
    if fields:
        body += f'  <section id="advice">\n    <title>怎麼辦</title>\n    <terms>\n'
        body += ''.join(f'      <item><title>{name}</title><p>{escape(line)}</p></item>\n'
                        for name, line in fields)
        body += '    </terms>\n  </section>\n'
    else:
        body += section('advice', '怎麼辦', [escape(advice)])
    if meaning['here'] == 'yes':
        body += section('then', '改好以後', [
            '退件的案件可以修改。改好後重新上傳，程式會自動換一個新的影像壓縮檔名稱。同一批裡已收件的案件不受影響。',
            '相關說明：<link xref="findings">看懂提示</link>、<link xref="sending">上傳與結果</link>'])
    return page(f'code-{code}', 'codes', code, f'{code} {text}', advice, body)


def code_pages():
    words, sentences, meanings = translations(), advices(), table('help/codes.tsv')
    pages = {}
    told = {code: words.get(sentence, sentence) for code, sentence in sentences.items()}
    for code, row in table('data/tables/nhi-error-codes.tsv').items():
        if code not in meanings:
            sys.exit(f'help/codes.tsv does not say what NHI\'s error code {code} means: add a row.')
        fields = list(lengths(words, told['04'])) if code == '01' else []
        advice = '每個欄位應有的字數。' if fields else told.get(code, told[''])
        pages[f'code-{code}.page'] = code_page(code, row['text_zh'], meanings[code], advice, fields)
    return pages


def keyseq(accelerator):
    keys = re.findall(r'<(\w+)>', accelerator) + [re.sub(r'<\w+>', '', accelerator)]
    names = [KEY_NAMES.get(key, key.upper() if len(key) == 1 else key) for key in keys]
    return '<keyseq>' + ''.join(f'<key>{escape(name)}</key>' for name in names) + '</keyseq>'


def accelerators():
    """Action to its first accelerator."""
    found = re.findall(r'\{ "((?:win|app|window)\.[^"]+)",\s*\{ "([^"]+)"',
                       read('src/app/danbi-application.c'))
    return dict(found)


def overlay():
    """Groups of the overlay, each with its shortcuts: what they do, and their accelerators."""
    by_action = accelerators()
    for group in ElementTree.fromstring(read('ui/help-overlay.ui')).iter('object'):
        if group.get('class') != 'GtkShortcutsGroup':
            continue
        shortcuts = []
        for item in group.iter('object'):
            if item.get('class') == 'GtkShortcutsShortcut':
                has = {p.get('name'): p.text for p in item.findall('property')}
                keys = has.get('accelerator') or by_action.get(has.get('action-name'), '')
                shortcuts.append((has['title'], keys.split()))
        title = next(p.text for p in group.findall('property') if p.get('name') == 'title')
        yield title, shortcuts


def keys_page():
    words = translations()
    body = '  <p>依用途分組。放大檢視影像的按鍵，請在影像視窗使用。</p>\n'
    for number, (title, shortcuts) in enumerate(overlay(), 1):
        body += f'  <section id="group-{number}">\n'
        body += f'    <title>{escape(words.get(title, title))}</title>\n    <terms>\n'
        for what, keys in shortcuts:
            term = ' '.join(keyseq(key) for key in keys) or '滑鼠'
            body += (f'      <item>\n        <title>{term}</title>\n'
                     f'        <p>{escape(words.get(what, what))}</p>\n      </item>\n')
        body += '    </terms>\n  </section>\n'
    return page('keys', 'index', '90', '鍵盤快速鍵', '不用滑鼠也能完成每一筆案件。', body)


def resource(names):
    files = ''.join(f'    <file>{name}</file>\n' for name in sorted(names))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<gresources>\n'
            f'  <gresource prefix="/io/github/danbi/Danbi/help">\n{files}  </gresource>\n'
            '</gresources>\n')


def main():
    pages = {**code_pages(), 'keys.page': keys_page()}
    written = [path.name for path in (ROOT / 'help' / 'zh_TW').glob('*.page')]
    out = pathlib.Path(sys.argv[2])
    for name, text in pages.items():
        (out / name).write_text(text, encoding='utf-8')
    (out / 'danbi-help.gresource.xml').write_text(resource([*pages, *written]), encoding='utf-8')


main()
