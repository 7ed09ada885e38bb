#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check-help.py SOURCE-ROOT MADE-PAGES-DIR: what a page of the help may hold, and that none leads
astray. Prints TAP."""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(sys.argv[1])
FOLDERS = [ROOT / 'help' / 'zh_TW', pathlib.Path(sys.argv[2])]
M = '{http://projectmallard.org/1.0/}'
# What src/app/danbi-help-page.c shows.
LISTS = {'list', 'steps', 'terms'}
BLOCKS = {'page', 'info', 'section', 'title', 'desc', 'p', 'list', 'steps', 'terms', 'item', 'note'}
INLINES = {'link', 'gui', 'em', 'key', 'keyseq', 'input', 'code'}
KEYS = {'Control': 'Ctrl', 'Return': 'Enter', 'Down': '↓', 'Up': '↑', 'Left': '←', 'Right': '→',
        'Page_Down': 'PageDown', 'Page_Up': 'PageUp', 'minus': '−', 'plus': '+', 'comma': ',',
        'question': '?', 'space': '空白鍵'}
PAGES, BROKEN = {}, []
for path in sorted(path for folder in FOLDERS for path in folder.glob('*.page')):
    try:
        PAGES[path.stem] = ElementTree.fromstring(path.read_text(encoding='utf-8'))
    except ElementTree.ParseError as error:
        BROKEN.append(f'{path.name}: {error}')


def tag(node):
    return node.tag.removeprefix(M)


def text(node):
    return ''.join(node.itertext()) if node is not None else ''


def every_page_is_well_formed():
    yield from BROKEN
    if len(PAGES) < 50:
        yield f'only {len(PAGES)} pages were found'


def every_page_has_a_name_a_title_and_a_line():
    for name, page in PAGES.items():
        if page.get('id') != name or page.tag != f'{M}page':
            yield f'{name} calls itself {page.get("id")}'
        for what in ('title', 'info/title', 'info/desc'):
            if not text(page.find('/'.join(M + part for part in what.split('/')))).strip():
                yield f'{name} has no {what}'


def every_page_keeps_to_what_is_shown():
    for name, page in PAGES.items():
        for node in page.iter():
            if tag(node) not in BLOCKS | INLINES:
                yield f'{name} has a <{tag(node)}>'
            if tag(node) in LISTS and sum(tag(inner) in LISTS for inner in node.iter()) > 1:
                yield f'{name} has a list in a list'
            if tag(node) == 'terms' and any([*map(tag, item)] != ['title', 'p'] for item in node):
                yield f'{name} has a term without one meaning'
            if tag(node) == 'p' and '\n' in text(node):
                yield f'{name} breaks a line between characters: {text(node)[:20]}'


def every_link_leads_somewhere():
    for name, page in PAGES.items():
        for link in page.iter(f'{M}link'):
            if link.get('xref') not in PAGES:
                yield f'{name} leads to {link.get("xref")}'
            if link.get('type') is None and not text(link).strip():
                yield f'{name} has a link without words'


def every_page_can_be_reached():
    for name, page in PAGES.items():
        guides = [link.get('xref') for link in page.findall(f'{M}info/{M}link')]
        if name != 'index' and not guides:
            yield f'{name} stands in no guide'
        for guide in guides:
            if PAGES[guide].get('type') != 'guide':
                yield f'{name} stands in {guide}, which is no guide'


def every_error_code_has_its_page():
    rows = (ROOT / 'data/tables/nhi-error-codes.tsv').read_text(encoding='utf-8').splitlines()[1:]
    for code, words in (row.split('\t')[:2] for row in rows if row and not row.startswith('#')):
        page = PAGES.get(f'code-{code}')
        if page is None:
            yield f'{code} has no page'
        elif words not in text(page.find(f'{M}title')):
            yield f'the page of {code} does not say “{words}”'
        elif len(lines := [text(p).strip() for p in page.iter(f'{M}p')]) < 2 or '' in lines:
            yield f'the page of {code} does not say what it means and what to do'


def every_advice_is_chinese():
    for name, page in PAGES.items():
        for line in page.iter(f'{M}p'):
            if name.startswith('code-') and not re.search('[\u4e00-\u9fff]', text(line)):
                yield f'{name}: “{text(line)}”'


def spell(accelerator):
    keys = re.findall(r'<(\w+)>', accelerator) + [re.sub(r'<\w+>', '', accelerator)]
    return '+'.join(KEYS.get(key, key.upper() if len(key) == 1 else key) for key in keys)


def every_key_is_one_of_the_program():
    source = (ROOT / 'src/app/danbi-application.c').read_text(encoding='utf-8')
    overlay = (ROOT / 'ui/help-overlay.ui').read_text(encoding='utf-8')
    table = source[source.index('accelerators[] = {'):]
    known = re.findall(r'"([^"]+)"', table[:table.index('};')])
    for keys in re.findall(r'name="accelerator">([^<]+)<', overlay):
        known += keys.replace('&lt;', '<').replace('&gt;', '>').split()
    known = {spell(key) for key in known}
    for name, page in PAGES.items():
        sequences = [list(keyseq.iter(f'{M}key')) for keyseq in page.iter(f'{M}keyseq')]
        inner = {key for keys in sequences for key in keys}
        said = ['+'.join(map(text, keys)) for keys in sequences]
        said += [text(key) for key in page.iter(f'{M}key') if key not in inner]
        for keys in said:
            if keys not in known:
                yield f'{name} names {keys}'


CHECKS = [
    every_page_is_well_formed,
    every_page_has_a_name_a_title_and_a_line,
    every_page_keeps_to_what_is_shown,
    every_link_leads_somewhere,
    every_page_can_be_reached,
    every_error_code_has_its_page,
    every_advice_is_chinese,
    every_key_is_one_of_the_program,
]


def main():
    print(f'1..{len(CHECKS)}')
    failed = False
    for number, check in enumerate(CHECKS, 1):
        complaints = list(check())
        failed |= bool(complaints)
        print(f'{"not ok" if complaints else "ok"} {number} {check.__name__.replace("_", " ")}')
        for complaint in complaints[:40]:
            print(f'# {complaint}')
    return 1 if failed else 0


sys.exit(main())
