#include "engine/paper/pdf.h"

#include <cairo-pdf.h>

#include <cmath>
#include <stdexcept>

namespace lixiao::paper {
namespace {

constexpr const char* kSans = "Noto Sans CJK SC, Noto Sans, sans-serif";
constexpr const char* kMono = "Noto Sans Mono, DejaVu Sans Mono, monospace";
constexpr double kAcrossSize = 84, kAcrossGrey = 0.88;
constexpr double kPi = 3.14159265358979323846;

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

struct Pdf::Layout {
  explicit Layout(PangoContext* context) : held(pango_layout_new(context)) {}
  ~Layout() { g_object_unref(held); }
  Layout(const Layout&) = delete;
  Layout& operator=(const Layout&) = delete;

  double height() const {
    int units = 0;
    pango_layout_get_size(held, nullptr, &units);
    return pango_units_to_double(units);
  }
  double width() const {
    int units = 0;
    pango_layout_get_size(held, &units, nullptr);
    return pango_units_to_double(units);
  }

  PangoLayout* held;
};

Pdf::Pdf(const std::string& title, const std::string& author)
    : surface_(cairo_pdf_surface_create_for_stream(append, &bytes_, kPageWidth, kPageHeight)),
      cairo_(cairo_create(surface_)),
      context_(pango_font_map_create_context(fonts())) {
  cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_AUTHOR, author.c_str());
  pango_cairo_update_context(cairo_, context_);
  pango_context_set_language(context_, pango_language_from_string("zh-cn"));
}

Pdf::~Pdf() {
  g_object_unref(context_);
  cairo_destroy(cairo_);
  cairo_surface_destroy(surface_);
}

std::unique_ptr<Pdf::Layout> Pdf::layout(const std::string& text, double width, const TextStyle& style) {
  auto made = std::make_unique<Layout>(context_);
  PangoFontDescription* font = pango_font_description_from_string(style.mono ? kMono : kSans);
  pango_font_description_set_absolute_size(font, pango_units_from_double(style.size));
  pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(made->held, font);
  pango_font_description_free(font);
  pango_layout_set_width(made->held, pango_units_from_double(width));
  pango_layout_set_wrap(made->held, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment(made->held, style.align);
  pango_layout_set_text(made->held, text.data(), static_cast<int>(text.size()));
  return made;
}

double Pdf::text(const std::string& text, double x, double y, double width, const TextStyle& style) {
  const auto set = layout(text, width, style);
  cairo_set_source_rgb(cairo_, style.grey, style.grey, style.grey);
  cairo_move_to(cairo_, x, y);
  pango_cairo_show_layout(cairo_, set->held);
  return set->height();
}

double Pdf::heightOf(const std::string& text, double width, const TextStyle& style) {
  return layout(text, width, style)->height();
}

void Pdf::line(double x1, double y1, double x2, double y2, double thickness, double grey) {
  cairo_set_source_rgb(cairo_, grey, grey, grey);
  cairo_set_line_width(cairo_, thickness);
  cairo_move_to(cairo_, x1, y1);
  cairo_line_to(cairo_, x2, y2);
  cairo_stroke(cairo_);
}

void Pdf::fill(double x, double y, double width, double height, double grey) {
  cairo_set_source_rgb(cairo_, grey, grey, grey);
  cairo_rectangle(cairo_, x, y, width, height);
  cairo_fill(cairo_);
}

void Pdf::across(const std::string& text) {
  const auto set = layout(text, kPageHeight, {kAcrossSize, true});
  cairo_save(cairo_);
  cairo_set_source_rgb(cairo_, kAcrossGrey, kAcrossGrey, kAcrossGrey);
  cairo_translate(cairo_, kPageWidth / 2, kPageHeight / 2);
  cairo_rotate(cairo_, -kPi / 4);
  cairo_move_to(cairo_, -set->width() / 2, -set->height() / 2);
  pango_cairo_show_layout(cairo_, set->held);
  cairo_restore(cairo_);
}

void Pdf::nextPage() {
  cairo_show_page(cairo_);
}

std::string Pdf::finish() {
  cairo_show_page(cairo_);
  cairo_surface_finish(surface_);
  const cairo_status_t drawn = cairo_status(cairo_);
  const cairo_status_t written = cairo_surface_status(surface_);
  if (drawn != CAIRO_STATUS_SUCCESS) throw std::runtime_error(cairo_status_to_string(drawn));
  if (written != CAIRO_STATUS_SUCCESS) throw std::runtime_error(cairo_status_to_string(written));
  return std::move(bytes_);
}

}  // namespace lixiao::paper
