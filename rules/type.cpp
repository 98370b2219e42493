#include "rules/type.h"

namespace lixiao::rules {

std::string describe(const Type& type) {
  switch (type.kind) {
    case Kind::Boolean:
      return "boolean";
    case Kind::Date:
      return "date";
    case Kind::Enum:
      return "enum";
    case Kind::Text:
      return "text";
    case Kind::Number:
      break;
  }
  switch (type.unit) {
    case Unit::Plain:
      return "number";
    case Unit::Count:
      return "count";
    case Unit::Money:
      return "money";
    case Unit::Percent:
      return "percent";
    case Unit::Days:
      return "days";
  }
  return "number";
}

}  // namespace lixiao::rules
