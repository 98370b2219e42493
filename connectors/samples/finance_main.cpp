#include "connectors/samples/finance_system.h"
#include "connectors/samples/sample_program.h"

// lixiao-sample-finance --data FOLDER [--port N] [--certificate FILE --key FILE]
//   [--token T | --user USER:PASSWORD | --signing-key K]
int main(int argc, char** argv) {
  using namespace lixiao::samples;
  return runSample([&](const std::function<void()>& wait) {
    const Arguments arguments(
        argc, argv, {"--data", "--port", "--certificate", "--key", "--token", "--user", "--signing-key"});
    Faults faults(FinanceSystem::faultKinds());
    FinanceSystem system(arguments.required("--data"), faults,
                         Guard(arguments.text("--token", ""), arguments.text("--user", ""),
                               arguments.text("--signing-key", "")));
    HttpFront front(arguments.port("--port"), faults, "/arrears",
                    [&](const Call& call) { return system.answer(call); }, {},
                    {arguments.text("--certificate", ""), arguments.text("--key", "")});
    announce("listening", front.port());
    wait();
  });
}
