"""Preflight: every check of a finished EPUB or PDF before release; makes and mends nothing.

`finding` is the one shape of a result, `judging` runs the validators. One module per validator:
`epubcheck`, `ace`, `verapdf`, `page_validation`, `qpdf`, and our own `structure`.
"""
