#include "engine/tabular/identity.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>

#include "engine/tabular/clean.h"

namespace lixiao::tabular {
namespace {

using model::Message;

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isLetter(char c) {
  return c >= 'A' && c <= 'Z';
}
bool allDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), isDigit);
}

std::string normalised(std::string_view text) {
  std::string number = cleanCell(text, CellKind::Code).text;
  for (char& c : number) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return number;
}

/// Numbers have been given to people born long before the first of them.
std::optional<model::Date> birthFrom(std::string_view eight_digits) {
  int digits = 0;
  for (const char c : eight_digits) digits = digits * 10 + (c - '0');
  const std::chrono::year_month_day day{std::chrono::year{digits / 10000},
                                        std::chrono::month{static_cast<unsigned>(digits / 100 % 100)},
                                        std::chrono::day{static_cast<unsigned>(digits % 100)}};
  constexpr std::chrono::year kFirst{1840};
  constexpr std::chrono::year kLast{2200};
  if (!day.ok() || day.year() < kFirst || day.year() > kLast) return std::nullopt;
  return model::Date{day};
}

IdentityType typeOfLongNumber(std::string_view number) {
  if (number.front() == '9') return IdentityType::ForeignerCard;
  const std::string_view province = number.substr(0, 2);
  const bool permit = province == "81" || province == "82" || province == "83";
  return permit ? IdentityType::ResidencePermit : IdentityType::ResidentNumber;
}

Identity checkLongNumber(Identity identity) {
  const std::string_view number = identity.number;
  identity.type = typeOfLongNumber(number);
  identity.birth = birthFrom(number.substr(6, 8));
  const bool ends_in_zeros = number.ends_with("000");
  if (!identity.birth) {
    identity.problem = Message{"digits 7 to 14 are not a date of birth", {}};
  } else if (number.back() != *checkDigitOf(number.substr(0, 17))) {
    identity.suspicion =
        ends_in_zeros ? Message{"the last three digits are 000 and the check digit does not fit: it looks as if a "
                                "spreadsheet has rounded the number; format the column as text and enter it again",
                                {}}
                      : Message{"the check digit does not fit: a digit is wrong or two are swapped", {}};
  } else if (ends_in_zeros) {
    identity.suspicion = Message{"the number ends in 000: make sure that no spreadsheet has rounded it", {}};
  }
  return identity;
}

Identity checkOldNumber(Identity identity) {
  identity.type = IdentityType::OldResidentNumber;
  identity.birth = birthFrom("19" + identity.number.substr(6, 6));
  if (!identity.birth) identity.problem = Message{"digits 7 to 12 are not a date of birth", {}};
  return identity;
}

bool isOldForeignerCard(std::string_view number) {
  return number.size() == 15 && std::all_of(number.begin(), number.begin() + 3, isLetter) &&
         allDigits(number.substr(3));
}

bool isTravelDocument(std::string_view number) {
  if (number.size() < 5 || number.size() > 12) return false;
  const auto fits = [](char c) { return isDigit(c) || isLetter(c); };
  return std::all_of(number.begin(), number.end(), fits) &&
         std::count_if(number.begin(), number.end(), isDigit) >= 4;
}

Message wrongShape(std::string_view number) {
  if (number.empty()) return {"the identity number is missing", {}};
  if (isRoundedNumber(number))
    return {"a spreadsheet has rounded the number; format the column as text and enter it again", {}};
  const bool has_digits = std::count_if(number.begin(), number.end(), isDigit) >= 10;
  if (has_digits)
    return {"an identity number has 18 characters (15 in its old form), this has {0}",
            {model::LocalizedText(std::to_string(model::codePoints(number)))}};
  return {"this is neither an identity number nor the number of a passport or travel document", {}};
}

}  // namespace

std::optional<char> checkDigitOf(std::string_view first_seventeen) {
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view kDigits = "10X98765432";
  if (first_seventeen.size() != kWeights.size() || !allDigits(first_seventeen)) return std::nullopt;
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += kWeights[i] * (first_seventeen[i] - '0');
  return kDigits[static_cast<std::size_t>(sum % 11)];
}

namespace {

Identity checkByShape(std::string_view text) {
  Identity identity;
  identity.number = normalised(text);
  const std::string_view number = identity.number;
  const bool long_shape = number.size() == 18 && allDigits(number.substr(0, 17)) &&
                          (isDigit(number.back()) || number.back() == 'X');
  if (long_shape) return checkLongNumber(std::move(identity));
  if (number.size() == 15 && allDigits(number)) return checkOldNumber(std::move(identity));
  if (isOldForeignerCard(number)) {
    identity.type = IdentityType::OldForeignerCard;
  } else if (isTravelDocument(number)) {
    identity.type = IdentityType::Passport;
  } else {
    identity.problem = wrongShape(number);
  }
  return identity;
}

/// What people write for each kind, without blanks and brackets.
struct Saying {
  std::string_view written;
  IdentityType type;
};
constexpr std::array<Saying, 26> kSayings = {{
    {"身份证", IdentityType::ResidentNumber},
    {"居民身份证", IdentityType::ResidentNumber},
    {"二代身份证", IdentityType::ResidentNumber},
    {"中华人民共和国居民身份证", IdentityType::ResidentNumber},
    {"15位身份证号", IdentityType::ResidentNumber},
    {"resident_number", IdentityType::ResidentNumber},
    {"old_resident_number", IdentityType::ResidentNumber},
    {"residentidentitycard", IdentityType::ResidentNumber},
    {"居住证", IdentityType::ResidencePermit},
    {"港澳台居民居住证", IdentityType::ResidencePermit},
    {"港澳居民居住证", IdentityType::ResidencePermit},
    {"台湾居民居住证", IdentityType::ResidencePermit},
    {"residence_permit", IdentityType::ResidencePermit},
    {"外国人永久居留身份证", IdentityType::ForeignerCard},
    {"外国人永久居留证", IdentityType::ForeignerCard},
    {"永久居留证", IdentityType::ForeignerCard},
    {"foreigner_card", IdentityType::ForeignerCard},
    {"old_foreigner_card", IdentityType::ForeignerCard},
    {"护照", IdentityType::Passport},
    {"护照或旅行证件", IdentityType::Passport},
    {"外国护照", IdentityType::Passport},
    {"港澳居民来往内地通行证", IdentityType::Passport},
    {"台湾居民来往大陆通行证", IdentityType::Passport},
    {"回乡证", IdentityType::Passport},
    {"台胞证", IdentityType::Passport},
    {"passport", IdentityType::Passport},
}};

/// The kind under which the old form of a document is said.
IdentityType kindOf(IdentityType type) {
  if (type == IdentityType::OldResidentNumber) return IdentityType::ResidentNumber;
  if (type == IdentityType::OldForeignerCard) return IdentityType::ForeignerCard;
  return type;
}

}  // namespace

Identity checkIdentity(std::string_view text, IdentityType said) {
  Identity identity = checkByShape(text);
  if (said != IdentityType::Unknown && identity.valid() && kindOf(identity.type) != kindOf(said))
    identity.problem = Message{"this is not a number of the kind \"{0}\"", {title(said)}};
  return identity;
}

std::optional<IdentityType> parseIdentityType(std::string_view written) {
  std::string key = cleanCell(written, CellKind::Code).text;
  for (char& c : key) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (const std::size_t bracket = key.find('('); bracket != std::string::npos && bracket > 0)
    key.resize(bracket);
  const auto* saying = std::ranges::find(kSayings, std::string_view(key), &Saying::written);
  if (saying == kSayings.end()) return std::nullopt;
  return saying->type;
}

std::string maskIdentity(std::string_view number) {
  std::size_t shown = 3;
  if (number.size() < 15) shown = 2;
  if (number.size() < 6) shown = 0;
  std::string masked(model::codePoints(number), '*');
  if (model::codePoints(number) == number.size())
    masked.replace(number.size() - shown, shown, number.substr(number.size() - shown));
  return masked;
}

std::string_view word(IdentityType type) {
  constexpr std::array<std::string_view, 7> kWords = {
      "unknown",          "resident_number", "old_resident_number",
      "residence_permit", "foreigner_card",  "old_foreigner_card",
      "passport"};
  return kWords[static_cast<std::size_t>(type)];
}

model::LocalizedText title(IdentityType type) {
  switch (type) {
    case IdentityType::Unknown:
      return {"未知证件", "unknown document"};
    case IdentityType::ResidentNumber:
      return {"居民身份证", "resident identity card"};
    case IdentityType::OldResidentNumber:
      return {"15位身份证号", "15-digit identity number"};
    case IdentityType::ResidencePermit:
      return {"港澳台居民居住证", "residence permit of Hong Kong, Macao or Taiwan"};
    case IdentityType::ForeignerCard:
      return {"外国人永久居留身份证", "foreigner's permanent resident card"};
    case IdentityType::OldForeignerCard:
      return {"外国人永久居留证（旧版）", "foreigner's permanent resident card of 2017"};
    case IdentityType::Passport:
      return {"护照或旅行证件", "passport or travel document"};
  }
  return {};
}

}  // namespace lixiao::tabular
