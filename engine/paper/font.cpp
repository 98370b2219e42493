#include "engine/paper/pdf.h"

namespace lixiao::paper {

PangoFontMap* fonts() {
  static PangoFontMap* const map = pango_cairo_font_map_new();
  return map;
}

}  // namespace lixiao::paper
