#include "rules/functions.h"

#include "rules/compute.h"

namespace lixiao::rules {
namespace {

double quotient(double a, double b) {
  return b == 0 ? 0 : a / b;
}
double huge(double x) {
  return fitsNumber(x) ? 0 : 1;
}
double noDay(double x) {
  return fitsDay(x) ? 0 : 1;
}
double whole(double x) {
  return std::trunc(x);
}
double roundWhole(double x) {
  return roundToUnit(x, Unit::Plain);
}
double roundMinor(double x) {
  return roundToUnit(x, Unit::Money);
}
/// An operand that is unknown may hold anything.
double ageOrNothing(double on, double birth) {
  return fitsDay(on) && fitsDay(birth) ? age(on, birth) : 0;
}

}  // namespace

void defineFunctions(mu::Parser& parser) {
  parser.DefineFun("quotient", quotient, false);
  parser.DefineFun("huge", huge, false);
  parser.DefineFun("noday", noDay, false);
  parser.DefineFun("whole", whole, false);
  parser.DefineFun("roundwhole", roundWhole, false);
  parser.DefineFun("roundminor", roundMinor, false);
  parser.DefineFun("age", ageOrNothing, false);
}

}  // namespace lixiao::rules
