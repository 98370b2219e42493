#include "engine/paper/qr_code.h"

#include <qrencode.h>

#include <memory>
#include <stdexcept>

namespace lixiao::paper {

QrCode qrCode(const std::string& text) {
  const std::unique_ptr<QRcode, void (*)(QRcode*)> made(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_Q), QRcode_free);
  if (!made) throw std::runtime_error("this text does not go into a QR code");
  QrCode code;
  code.size = static_cast<std::size_t>(made->width);
  code.black.reserve(code.size * code.size);
  for (std::size_t i = 0; i < code.size * code.size; ++i) code.black.push_back((made->data[i] & 1U) != 0);
  return code;
}

}  // namespace lixiao::paper
