// Asks libmamba about conda's match specifications: the reader that Binder itself runs.
//
// mamba is on none of the registries that the tests may ask, so its answers are recorded:
// tests/versions/mamba.jsonl. To record them anew, build this file together with libmamba's
// sources of that release (src/specs, src/util, src/fs/filesystem.cpp; it needs libcurl, OpenSSL,
// fmt, nlohmann-json and tl-expected), and run
//
//     python tools/record_mamba.py path/to/mamba_judge
//
// It reads questions and prints answers in the form of tests/proofs/rattler/driver.py.

#include <iostream>

#include <nlohmann/json.hpp>

#include "mamba/specs/match_spec.hpp"

using json = nlohmann::json;
using mamba::specs::MatchSpec;
using mamba::specs::Version;

int main()
{
    for (std::string line; std::getline(std::cin, line);)
    {
        const auto question = json::parse(line);
        auto answer = json{ { "refused", nullptr } };
        const auto spec = MatchSpec::parse(question.at("spec").get<std::string>());
        if (!spec)
        {
            answer["refused"] = spec.error().what();
        }
        else
        {
            answer["name"] = spec->name().to_string();
            answer["build"] = spec->build_string().to_string();
            auto matches = json::array();
            for (const auto& candidate : question.at("candidates"))
            {
                const auto version = Version::parse(candidate[0].get<std::string>());
                matches.push_back(version && spec->version().contains(*version));
            }
            answer["matches"] = matches;
        }
        std::cout << answer.dump(-1, ' ', true, json::error_handler_t::replace) << "\n";
    }
}
