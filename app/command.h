#pragma once

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace lixiao::app {

/// What the process returns.
enum Exit : int { kFine = 0, kFindings = 1, kWrongUse = 2, kChanges = 3 };

/// A command adds its options to the application and sets `run` when it is the one that was asked for.
using Run = std::function<int()>;
using AddCommand = void (*)(CLI::App& application, Run& run);

// One per file: NAME_command.cpp.
void addBackup(CLI::App& application, Run& run);
void addCheck(CLI::App& application, Run& run);
void addConnector(CLI::App& application, Run& run);
void addConnectorProcess(CLI::App& application, Run& run);
void addCompletion(CLI::App& application, Run& run);
void addTest(CLI::App& application, Run& run);
void addEvaluate(CLI::App& application, Run& run);
void addExplain(CLI::App& application, Run& run);
void addGoLive(CLI::App& application, Run& run);
void addImport(CLI::App& application, Run& run);
void addRestore(CLI::App& application, Run& run);
void addServe(CLI::App& application, Run& run);
void addSample(CLI::App& application, Run& run);
void addSchema(CLI::App& application, Run& run);
void addUser(CLI::App& application, Run& run);
void addPlan(CLI::App& application, Run& run);
void addApply(CLI::App& application, Run& run);
void addNewYear(CLI::App& application, Run& run);
void addVerify(CLI::App& application, Run& run);

}  // namespace lixiao::app
