#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "connectors/connector.h"
#include "connectors/sources/fields.h"
#include "connectors/sources/records.h"

namespace lixiao::connectors {

/// One way to reach a source system.
struct Transport {
  std::string name;  ///< `http`, `sql`, `file`, `sip2`
  Schema (*schema)();
  std::vector<model::Diagnostic> (*check)(const Settings& settings);  ///< beyond the schema
  std::unique_ptr<RecordSource> (*make)(const Settings& settings, const std::vector<FieldPlace>& fields);
};

/// Those that every plugin can use.
const std::vector<Transport>& commonTransports();

/// What a plugin asks one source for.
struct SourcePlan {
  std::string facts;  ///< first part of the facts: `finance`
  std::vector<Field> fields;
  std::vector<Transport> transports;  ///< the first is taken when the settings name none
};

/// The rows of the source with these settings: `transport`, `amount_unit`, `absent`, those of the transport
/// and of the fields.
Schema sourceSchema(const SourcePlan& plan, const Settings& settings);
/// Findings beyond the schema.
std::vector<model::Diagnostic> checkSource(const SourcePlan& plan, const Settings& settings);
/// The facts it delivers. Reads no more than texts.
std::vector<std::string> sourceFacts(const SourcePlan& plan, const Settings& settings);

/// Reads the facts of a plan from its source. Immutable.
class FactSource {
 public:
  /// `settings` must have passed the checks.
  FactSource(const SourcePlan& plan, const Settings& settings);

  /// Adds every fact of all students and who is unknown, and dates the delivery no later than the source
  /// does. Throws FetchError or Poco's network exceptions.
  void read(const std::vector<StudentRef>& students, Patience& patience, Delivery& delivery) const;

 private:
  struct Placed {
    std::size_t student;  ///< by place among those asked
    const Record* record;
  };
  static std::vector<Placed> placed(const Records& records, const std::vector<StudentRef>& students);
  model::Value valueOf(const Record& record, std::size_t field) const;
  /// Of a student with these records.
  model::Value valueOf(std::span<const Placed> records, std::size_t field) const;

  std::string facts_;
  std::vector<FieldPlace> places_;
  FieldReader reader_;
  bool absent_is_clear_;
  std::unique_ptr<RecordSource> source_;
};

}  // namespace lixiao::connectors
