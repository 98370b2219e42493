#pragma once

// Drawing on pages of A4, in points from their upper left corner. For the .cpp files of this folder only.

#include <cairo.h>
#include <pango/pangocairo.h>

#include <memory>
#include <string>

namespace lixiao::paper {

inline constexpr double kPageWidth = 595.28, kPageHeight = 841.89;  // A4

struct TextStyle {
  double size = 10;  ///< points
  bool bold = false;
  bool mono = false;
  double grey = 0;  ///< 0 black, 1 white
  PangoAlignment align = PANGO_ALIGN_LEFT;
};

/// A PDF under way. NOT thread-safe.
class Pdf {
 public:
  /// `title` and `author` are told to the reader of the file.
  Pdf(const std::string& title, const std::string& author);
  ~Pdf();
  Pdf(const Pdf&) = delete;
  Pdf& operator=(const Pdf&) = delete;

  /// Sets the text in lines of at most `width`; returns its height.
  double text(const std::string& text, double x, double y, double width, const TextStyle& style);
  double heightOf(const std::string& text, double width, const TextStyle& style);
  void line(double x1, double y1, double x2, double y2, double thickness, double grey);
  void fill(double x, double y, double width, double height, double grey);
  /// In large letters of light grey from the lower left to the upper right.
  void across(const std::string& text);
  void nextPage();
  /// The bytes; nothing can be drawn after it. Throws std::runtime_error.
  std::string finish();

 private:
  struct Layout;
  std::unique_ptr<Layout> layout(const std::string& text, double width, const TextStyle& style);

  std::string bytes_;
  cairo_surface_t* surface_;
  cairo_t* cairo_;
  PangoContext* context_;
};

/// The fonts of this machine, read once. Use it by one thread at a time.
PangoFontMap* fonts();

}  // namespace lixiao::paper
