#pragma once

#include <string>
#include <vector>

namespace lixiao::paper {

/// The squares of a QR code, without the white border that belongs around it.
struct QrCode {
  std::size_t size = 0;     ///< squares a side
  std::vector<bool> black;  ///< row by row

  bool at(std::size_t row, std::size_t column) const { return black[row * size + column]; }
};

/// Readable with a quarter of it spoilt. Throws std::runtime_error when the text is too long for a code.
QrCode qrCode(const std::string& text);

}  // namespace lixiao::paper
