#include <algorithm>
#include <limits>
#include <stdexcept>

#include "rules/batch_impl.h"
#include "rules/block_columns.h"
#include "rules/compute.h"

namespace lixiao::rules {

using Code = Instruction::Code;
using Id = Instruction::Id;
using Form = Column::Form;

class BlockEvaluator::Impl {
 public:
  Impl(const BatchProgram::Impl& program, const KernelTable& kernels)
      : program_(program),
        kernels_(kernels),
        columns_(program.slots, kernels),
        values_(program.instructions.size()) {
    for (Id id = 0; id < values_.size(); ++id) fillConstant(program.instructions[id], values_[id]);
  }

  void start(const std::vector<Column>& columns, std::size_t begin, std::size_t count) {
    if (count > kBlockRows) throw std::invalid_argument("a block has at most 2048 rows");
    columns_.start(columns, begin, count);
    ++block_;
  }

  void set(Slot slot, Form form, const void* data) { columns_.set(slot, form, data); }

  const std::uint8_t* truth(std::size_t rule) { return truths(program_.rules.at(rule).id); }

 private:
  /// What an instruction gave for the block: in a buffer of its own or, unchanged, in a column.
  struct Value {
    std::vector<std::uint8_t> own_truths;
    std::vector<double> own_numbers;
    const std::uint8_t* truths = nullptr;
    const double* numbers = nullptr;
    std::uint64_t block = 0;
  };
  static constexpr std::uint64_t kEveryBlock = std::numeric_limits<std::uint64_t>::max();

  const std::uint8_t* truths(Id id) { return evaluated(id).truths; }
  const double* numbers(Id id) { return evaluated(id).numbers; }
  const Value& evaluated(Id id);

  static void fillConstant(const Instruction& in, Value& value);
  static std::uint8_t* truthBuffer(Value& value);
  static double* numberBuffer(Value& value);

  void evaluateTruth(const Instruction& in, Value& value);
  void truthInput(const Instruction& in, Value& value);
  void range(const Instruction& in, std::uint8_t* out);
  void words(const Instruction& in, std::uint8_t* out);
  void codes(const Instruction& in, std::uint8_t* out);
  void expireTruths(Slot slot, std::uint8_t* out);
  void logic(const Instruction& in, std::uint8_t* out);
  void compare(const Instruction& in, std::uint8_t* out);

  void evaluateNumber(const Instruction& in, Value& value);
  void numberInput(const Instruction& in, double* out);
  void arithmetic(const Instruction& in, double* out);
  Shape shapeOf(const Instruction& in) const;

  const BatchProgram::Impl& program_;
  const KernelTable& kernels_;
  BlockColumns columns_;
  std::vector<Value> values_;
  std::uint64_t block_ = 0;
};

const BlockEvaluator::Impl::Value& BlockEvaluator::Impl::evaluated(Id id) {
  Value& value = values_[id];
  if (value.block == block_ || value.block == kEveryBlock) return value;
  const Instruction& instruction = program_.instructions[id];
  if (instruction.yieldsTruth())
    evaluateTruth(instruction, value);
  else
    evaluateNumber(instruction, value);
  value.block = block_;
  return value;
}

void BlockEvaluator::Impl::fillConstant(const Instruction& in, Value& value) {
  if (in.code != Code::TruthConstant && in.code != Code::NumberConstant) return;
  if (in.code == Code::TruthConstant)
    std::fill_n(truthBuffer(value), kBlockRows, static_cast<std::uint8_t>(in.number));
  else
    std::fill_n(numberBuffer(value), kBlockRows, in.number);
  value.block = kEveryBlock;
}

std::uint8_t* BlockEvaluator::Impl::truthBuffer(Value& value) {
  value.own_truths.resize(kBlockRows);
  value.truths = value.own_truths.data();
  return value.own_truths.data();
}

double* BlockEvaluator::Impl::numberBuffer(Value& value) {
  value.own_numbers.resize(kBlockRows);
  value.numbers = value.own_numbers.data();
  return value.own_numbers.data();
}

void BlockEvaluator::Impl::evaluateTruth(const Instruction& in, Value& value) {
  if (in.code == Code::TruthInput) return truthInput(in, value);
  const std::size_t n = columns_.count();
  std::uint8_t* out = truthBuffer(value);
  switch (in.code) {
    case Code::Range:
      return range(in, out);
    case Code::Words:
      return words(in, out);
    case Code::Codes:
      return codes(in, out);
    case Code::And:
    case Code::Or:
      return logic(in, out);
    case Code::Not:
      return kernels_.opposite(truths(in.args[0]), n, out);
    case Code::Same:
      return kernels_.same(truths(in.args[0]), truths(in.args[1]), n, out);
    case Code::KnownTruth:
      return kernels_.knownTruth(truths(in.args[0]), n, out);
    case Code::KnownNumber:
      return kernels_.knownNumber(numbers(in.args[0]), n, out);
    case Code::ChooseTruth:
      return kernels_.chooseTruth(truths(in.args[0]), truths(in.args[1]), truths(in.args[2]), n, out);
    case Code::CoalesceTruth:
      return kernels_.coalesceTruth(truths(in.args[0]), truths(in.args[1]), n, out);
    case Code::Among:
      return kernels_.among(numbers(in.args[0]), n, in.list.data(), in.list.size(), out);
    default:
      return compare(in, out);
  }
}

[[noreturn]] void refuseForm(Slot slot) {
  throw std::invalid_argument("the column of slot " + std::to_string(slot) +
                              " has a form that does not fit its type");
}

void BlockEvaluator::Impl::truthInput(const Instruction& in, Value& value) {
  const Column& column = columns_.column(in.slot);
  if (column.form != Form::Truth8 && column.form != Form::Absent) refuseForm(in.slot);
  const std::size_t n = columns_.count();
  const auto* given = static_cast<const std::uint8_t*>(column.data);
  if (column.form == Form::Truth8 && !columns_.hasExpired(in.slot)) {
    value.truths = given;
    return;
  }
  std::uint8_t* out = truthBuffer(value);
  if (column.form == Form::Absent) {
    std::fill_n(out, n, std::uint8_t{1});
    return;
  }
  std::copy_n(given, n, out);
  expireTruths(in.slot, out);
}

void BlockEvaluator::Impl::range(const Instruction& in, std::uint8_t* out) {
  const Column& column = columns_.column(in.slot);
  const std::size_t n = columns_.count();
  const bool date = in.type.kind == Kind::Date;
  const Interval interval = boundedBy(column.form, in.interval);
  if (column.form == Form::Absent)
    std::fill_n(out, n, std::uint8_t{1});
  else if (date ? column.form == Form::Day32 : column.form == Form::Int32)
    kernels_.range32(static_cast<const std::int32_t*>(column.data), n, interval, out);
  else if (!date && column.form == Form::Int64)
    kernels_.range64(static_cast<const std::int64_t*>(column.data), n, interval, out);
  else
    refuseForm(in.slot);
  expireTruths(in.slot, out);
}

void BlockEvaluator::Impl::words(const Instruction& in, std::uint8_t* out) {
  const Column& column = columns_.column(in.slot);
  const std::size_t n = columns_.count();
  if (column.form == Form::Absent)
    std::fill_n(out, n, std::uint8_t{1});
  else if (column.form == Form::Word8)
    kernels_.words(static_cast<const std::uint8_t*>(column.data), n, *in.words, out);
  else
    refuseForm(in.slot);
  expireTruths(in.slot, out);
}

void BlockEvaluator::Impl::codes(const Instruction& in, std::uint8_t* out) {
  const Column& column = columns_.column(in.slot);
  const std::size_t n = columns_.count();
  if (column.form == Form::Absent)
    std::fill_n(out, n, std::uint8_t{1});
  else if (column.form == Form::Code32)
    kernels_.codes(static_cast<const std::uint32_t*>(column.data), n,
                   {in.codes.data(), in.codes.size(), in.inverted}, out);
  else
    refuseForm(in.slot);
  expireTruths(in.slot, out);
}

void BlockEvaluator::Impl::expireTruths(Slot slot, std::uint8_t* out) {
  if (!columns_.hasExpired(slot)) return;
  const Column& column = columns_.column(slot);
  kernels_.expireTruths(column.as_of, column.fresh_from, columns_.count(), out);
}

void BlockEvaluator::Impl::logic(const Instruction& in, std::uint8_t* out) {
  const auto combine = in.code == Code::And ? kernels_.smaller : kernels_.larger;
  const std::uint8_t* so_far = truths(in.args[0]);
  for (std::size_t i = 1; i < in.args.size(); ++i) {
    combine(so_far, truths(in.args[i]), columns_.count(), out);
    so_far = out;
  }
}

Shape BlockEvaluator::Impl::shapeOf(const Instruction& in) const {
  const auto single = [&](std::size_t i) {
    return program_.instructions[in.args[i]].code == Code::NumberConstant;
  };
  if (single(1)) return Shape::RightSingle;
  return single(0) ? Shape::LeftSingle : Shape::Columns;
}

void BlockEvaluator::Impl::compare(const Instruction& in, std::uint8_t* out) {
  const auto loop = kernels_.compare[in.variant][static_cast<std::size_t>(shapeOf(in))];
  const double* left = numbers(in.args[0]);
  loop(left, numbers(in.args[1]), columns_.count(), out);
}

void BlockEvaluator::Impl::evaluateNumber(const Instruction& in, Value& value) {
  const std::size_t n = columns_.count();
  double* out = numberBuffer(value);
  switch (in.code) {
    case Code::NumberInput:
      return numberInput(in, out);
    case Code::Change:
      return kernels_.change[in.variant](numbers(in.args[0]), n, out);
    case Code::ChooseNumber:
      return kernels_.chooseNumber(truths(in.args[0]), numbers(in.args[1]), numbers(in.args[2]), n, out);
    case Code::CoalesceNumber:
      return kernels_.coalesceNumber(numbers(in.args[0]), numbers(in.args[1]), n, out);
    default:
      return arithmetic(in, out);
  }
}

void BlockEvaluator::Impl::numberInput(const Instruction& in, double* out) {
  const Column& column = columns_.column(in.slot);
  const std::size_t n = columns_.count();
  const Interval valid = validNumbers(column.form);
  switch (column.form) {
    case Form::Absent:
      std::fill_n(out, n, std::numeric_limits<double>::quiet_NaN());
      break;
    case Form::Truth8:
      refuseForm(in.slot);
    case Form::Word8:
      kernels_.load8(static_cast<const std::uint8_t*>(column.data), n, out);
      break;
    case Form::Code32:
      kernels_.loadCodes(static_cast<const std::uint32_t*>(column.data), n, out);
      break;
    case Form::Day32:
    case Form::Int32:
      kernels_.load32(static_cast<const std::int32_t*>(column.data), n, valid, out);
      break;
    case Form::Int64:
      kernels_.load64(static_cast<const std::int64_t*>(column.data), n, valid, out);
      break;
  }
  if (columns_.hasExpired(in.slot)) kernels_.expireNumbers(column.as_of, column.fresh_from, n, out);
}

void BlockEvaluator::Impl::arithmetic(const Instruction& in, double* out) {
  const auto loop = kernels_.arithmetic[in.variant][static_cast<std::size_t>(shapeOf(in))];
  const double* left = numbers(in.args[0]);
  loop(left, numbers(in.args[1]), columns_.count(), out);
}

BlockEvaluator::BlockEvaluator(const BatchProgram& program, Kernels kernels)
    : impl_(std::make_unique<Impl>(program.impl(),
                                   kernels == Kernels::Best ? bestKernels() : baselineKernels())) {}
BlockEvaluator::~BlockEvaluator() = default;

void BlockEvaluator::start(const std::vector<Column>& columns, std::size_t begin, std::size_t count) {
  impl_->start(columns, begin, count);
}
void BlockEvaluator::set(Slot slot, Column::Form form, const void* data) {
  impl_->set(slot, form, data);
}
const std::uint8_t* BlockEvaluator::truth(std::size_t rule) {
  return impl_->truth(rule);
}

}  // namespace lixiao::rules
