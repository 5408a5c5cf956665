"""Functions of PDFium for calls in bulk: addresses go in and come out as plain integers, results into arrays."""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw


def direct(name: str, returns: Any, *takes: Any) -> Callable[..., Any]:
    """The function of this name with plain C types: what it returns, then what it takes."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert address is not None  # noqa: S101  the function is there, or the line above had failed
    return ctypes.CFUNCTYPE(returns, *takes)(address)


get_code = direct("FPDFText_GetUnicode", ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
get_box = direct("FPDFText_GetLooseCharBox", ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
get_object = direct("FPDFText_GetTextObject", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int)
get_matrix = direct("FPDFText_GetMatrix", ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
get_origin = direct(
    "FPDFText_GetCharOrigin", ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p
)
get_size = direct("FPDFText_GetFontSize", ctypes.c_double, ctypes.c_void_p, ctypes.c_int)
get_font = direct("FPDFTextObj_GetFont", ctypes.c_size_t, ctypes.c_void_p)
get_segment = direct("FPDFPath_GetPathSegment", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int)
get_point = direct("FPDFPathSegment_GetPoint", ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
get_kind = direct("FPDFPathSegment_GetType", ctypes.c_int, ctypes.c_void_p)
get_close = direct("FPDFPathSegment_GetClose", ctypes.c_int, ctypes.c_void_p)
