#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A gateway that says nothing of practice: what a real one looks like to the client's first question."""
import http.server


class Handler(http.server.BaseHTTPRequestHandler):
    def do_OPTIONS(self):  # the name is the library's
        self.send_response(204)
        self.send_header('Tus-Resumable', '1.0.0')
        self.end_headers()

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
print(f'http://127.0.0.1:{server.server_port}', flush=True)
server.serve_forever()
