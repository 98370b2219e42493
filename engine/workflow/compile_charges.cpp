#include <unicode/ucurr.h>

#include <algorithm>

#include "engine/workflow/compile_context.h"

namespace lixiao::workflow {
namespace {

bool isCurrency(const std::string& code) {
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (code.size() != 3 || !std::all_of(code.begin(), code.end(), capital)) return false;
  const std::u16string letters(code.begin(), code.end());
  return ucurr_getNumericCode(letters.c_str()) != 0;
}

}  // namespace

void checkCurrency(Compilation& compilation, const Word& currency) {
  if (!isCurrency(currency.text))
    compilation.findings.error(currency.span(), "unknown-value", quoted(currency.text) + " is not a currency",
                               "write its three letters of ISO 4217, as CNY");
}

void checkCharges(Compilation& compilation) {
  const Word* first = nullptr;
  const auto check = [&](const ItemDefinition& item) {
    if (!item.charges.given()) return;
    checkCurrency(compilation, item.charges);
    if (first == nullptr) first = &item.charges;
    if (item.charges.text != first->text)
      compilation.findings.conflict(item.charges.span(), first->span(), "two-currencies",
                                    "amounts in two currencies cannot be added up to charges_total",
                                    "the other one is here");
  };
  std::for_each(compilation.edition.items.begin(), compilation.edition.items.end(), check);
  for (const StudentTypeDefinition& type : compilation.types)
    std::for_each(type.items.begin(), type.items.end(), check);
}

bool hasCharges(const StudentTypeDefinition& type, const std::string& id) {
  return std::any_of(type.items.begin(), type.items.end(),
                     [&](const ItemDefinition& item) { return item.id.text == id && item.charges.given(); });
}

bool hasCharges(const Compilation& compilation, const std::string& id) {
  const auto charges = [&](const ItemDefinition& item) { return item.id.text == id && item.charges.given(); };
  const auto& shelf = compilation.edition.items;
  return std::any_of(shelf.begin(), shelf.end(), charges) ||
         std::any_of(compilation.types.begin(), compilation.types.end(),
                     [&](const StudentTypeDefinition& type) { return hasCharges(type, id); });
}

}  // namespace lixiao::workflow
