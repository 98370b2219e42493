#pragma once

#include <string>
#include <vector>

#include "engine/model/text.h"

namespace lixiao::paper {

/// What stands on the slip of a student whose items are all clear (离校手续结清单). All texts are final: in
/// the edition's zone, in words. A text of two languages is written in both, Chinese first, when `bilingual`.
struct SlipSheet {
  bool bilingual = false;
  bool trial = false;  ///< marked across the page
  model::LocalizedText organisation, edition;
  struct Field {
    model::LocalizedText title;
    std::string value;
  };
  std::vector<Field> fields;  ///< name, number, college …
  struct Item {
    model::LocalizedText title, how;
    std::string when;
  };
  std::vector<Item> items;
  std::string as_of;
  std::string code;  ///< as it is typed, in groups
  std::string url;   ///< that the QR code holds
};

/// The sheet as a PDF of A4 pages: fonts embedded, text extractable, the QR code as lines. Thread-safe; one
/// sheet is set at a time. Throws std::runtime_error when it cannot be made.
std::string slipPdf(const SlipSheet& sheet);

}  // namespace lixiao::paper
