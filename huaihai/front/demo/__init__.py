"""The demo: a made-up year of cases kept as rows, and pages that exist only while HUAIHAI_DEMO=1.

The year was played once through the real actions by tools/demo, which does not ship (docs/decisions/0017).
"""
