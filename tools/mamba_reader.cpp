// Asks libmamba's own `read_yaml_file` about environment files; record_mamba_files.py says how.
//
// `read_yaml_file.inc` is cut out of libmamba/src/api/install.cpp, so that neither its solver nor
// its downloads have to be built. What it uses of them has a stand-in here.

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

#define LOG_ERROR if (false) std::cerr
#define LOG_DEBUG if (false) std::cerr

namespace fs
{
    using namespace std::filesystem;
    using u8path = std::filesystem::path;
}

namespace util
{
    bool starts_with(std::string_view text, std::string_view beginning)
    {
        return text.substr(0, beginning.size()) == beginning;
    }

    std::string expand_home(const std::string& path)
    {
        return path;
    }
}

struct Context
{
};

struct LocalFile
{
    fs::u8path path() const
    {
        return {};
    }
};

std::unique_ptr<LocalFile> downloaded_file_from_url(const Context&, const std::string&)
{
    return nullptr;
}

struct other_pkg_mgr_spec
{
    std::string pkg_mgr;
    std::vector<std::string> deps;
    std::string cwd;
};

struct yaml_file_contents
{
    std::string name;
    std::vector<std::string> dependencies, channels;
    std::map<std::string, std::string> variables;
    std::vector<other_pkg_mgr_spec> others_pkg_mgrs_specs;
};

namespace detail
{
    // Selectors are not asked about.
    bool eval_selector(const std::string&, const std::string&)
    {
        throw std::logic_error("a selector");
    }
}

#include "read_yaml_file.inc"

int main(int count, char** paths)
{
    for (int i = 1; i < count; ++i)
    {
        auto answer = nlohmann::json{ { "refused", nullptr } };
        try
        {
            const auto read = read_yaml_file({}, paths[i], "linux-64", false);
            answer["dependencies"] = read.dependencies;
            answer["pip"] = nlohmann::json::array();
            for (const auto& other : read.others_pkg_mgrs_specs)
            {
                for (const auto& line : other.deps)
                {
                    answer["pip"].push_back(line);
                }
            }
        }
        catch (const std::exception& error)
        {
            answer["refused"] = error.what();
        }
        std::cout << answer.dump() << "\n";
    }
}
