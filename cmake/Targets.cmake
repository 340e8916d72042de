# The build in six functions: moot_library, moot_program, moot_generator,
# moot_test, moot_fuzz, moot_embed. Folder lists stay short and declarative because the
# rules of the layout (STYLE.md) are written down here once.

find_package(PkgConfig REQUIRED)

find_program(MOOT_CCACHE ccache)
if(MOOT_CCACHE AND NOT CMAKE_C_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${MOOT_CCACHE})
endif()

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# Language, warnings and sanitizers of everything that is ours.
add_library(moot_flags INTERFACE)
target_include_directories(moot_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(moot_flags INTERFACE
  _GNU_SOURCE MOOT_VERSION="${PROJECT_VERSION}")
target_compile_options(moot_flags INTERFACE
  -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Wshadow
  -fno-omit-frame-pointer $<$<BOOL:${MOOT_WERROR}>:-Werror>)
target_link_options(moot_flags INTERFACE -Wl,--as-needed)

if(MOOT_FUZZ)
  if(NOT CMAKE_C_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "MOOT_FUZZ needs clang (preset fuzz)")
  endif()
  target_compile_options(moot_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(MOOT_SANITIZE)
  target_compile_options(moot_flags INTERFACE
    -fsanitize=${MOOT_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(moot_flags INTERFACE -fsanitize=${MOOT_SANITIZE})
endif()

# Every library that moot_library made, for tests that link them all.
set_property(GLOBAL PROPERTY MOOT_LIBRARIES "")

# moot_library(folder [pkg-config module...])
#
# The library of a folder: all its .c files but main.c, *_main.c (programs) and
# gen.c, *_gen.c (generators). It is called moot_common, moot_proto or
# moot_<folder>_core. The programs' cores see common and proto, never one
# another. A folder without .c files yet gives an empty library.
function(moot_library folder)
  file(GLOB sources CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}
       ${PROJECT_SOURCE_DIR}/${folder}/*.c)
  file(GLOB generators CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}
       ${PROJECT_SOURCE_DIR}/${folder}/*gen.c)
  file(GLOB programs CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}
       ${PROJECT_SOURCE_DIR}/${folder}/*_main.c)
  list(REMOVE_ITEM sources ${folder}/main.c ${generators} ${programs})

  if(folder MATCHES "^(common|proto)$")
    set(name moot_${folder})
  else()
    set(name moot_${folder}_core)
  endif()
  set(scope PUBLIC)
  if(sources)
    add_library(${name} STATIC ${sources})
  else()
    set(scope INTERFACE)
    add_library(${name} INTERFACE)
  endif()
  target_link_libraries(${name} ${scope} moot_flags)
  if(folder STREQUAL "proto")
    target_link_libraries(${name} ${scope} moot_common)
  elseif(NOT folder STREQUAL "common")
    target_link_libraries(${name} ${scope} moot_proto moot_common)
  endif()
  foreach(module IN LISTS ARGN)
    if(NOT TARGET PkgConfig::${module})
      pkg_check_modules(${module} REQUIRED IMPORTED_TARGET GLOBAL ${module})
    endif()
    target_link_libraries(${name} ${scope} PkgConfig::${module})
  endforeach()
  set_property(GLOBAL APPEND PROPERTY MOOT_LIBRARIES ${name})

  foreach(source IN LISTS generators)
    moot_generator(${source} ${name})
  endforeach()
endfunction()

# moot_generator(source library)
#
# A small program that prints generated files from the tables: proto/gen.c
# becomes moot_gen, common/conf_gen.c becomes moot_conf_gen. Not installed.
function(moot_generator source library)
  get_filename_component(base ${source} NAME_WE)
  add_executable(moot_${base} ${source})
  target_link_libraries(moot_${base} PRIVATE ${library})
endfunction()

# moot_program(name folder [main])
#
# An installed program from folder/main.c, or another main of that folder, and
# the folder's library. While that file does not exist there is no program.
function(moot_program name folder)
  set(file main.c)
  if(ARGC GREATER 2)
    set(file ${ARGV2})
  endif()
  file(GLOB main CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/${file})
  if(NOT main)
    return()
  endif()
  add_executable(${name} ${main})
  target_link_libraries(${name} PRIVATE moot_${folder}_core)
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

# moot_settle(test label timeout_s): label, time limit and environment. Tests
# run in the source folder, so that they find their data.
function(moot_settle test label timeout)
  if(MOOT_SANITIZE)
    math(EXPR timeout "${timeout} * 3")
  endif()
  set_tests_properties(${test} PROPERTIES LABELS ${label} TIMEOUT ${timeout}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    ENVIRONMENT "ASAN_OPTIONS=detect_leaks=1:abort_on_error=1;\
UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1;\
TSAN_OPTIONS=halt_on_error=1:\
suppressions=${PROJECT_SOURCE_DIR}/tests/lib/tsan.supp;\
TEST_SOURCE_DIR=${PROJECT_SOURCE_DIR};TEST_BUILD_DIR=${PROJECT_BINARY_DIR}")
endfunction()

# moot_test(label name source...)
#
# A test program linked with every library of ours and cmocka, run by CTest
# under the label: unit, vectors, sim, fault, bench. It may take 120 s,
# far more than any needs on a machine of its own.
function(moot_test label name)
  add_executable(${name} ${ARGN})
  get_property(libraries GLOBAL PROPERTY MOOT_LIBRARIES)
  list(REVERSE libraries)
  if(NOT TARGET PkgConfig::cmocka)
    pkg_check_modules(cmocka REQUIRED IMPORTED_TARGET GLOBAL cmocka)
  endif()
  target_link_libraries(${name} PRIVATE
    moot_tests_lib ${libraries} PkgConfig::cmocka)
  set(timeout 120)
  add_test(NAME ${label}.${name} COMMAND ${name})
  moot_settle(${label}.${name} ${label} ${timeout})
endfunction()

# moot_fuzz(name)
#
# The fuzz target tests/fuzz/<name>_fuzz.c. With MOOT_FUZZ libFuzzer drives it
# for MOOT_FUZZ_SECONDS, beginning with the kept corpus; in every other build
# the kept corpus tests/fuzz/corpus/<name>/ is replayed once.
function(moot_fuzz name)
  set(corpus ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name})
  set(source ${PROJECT_SOURCE_DIR}/tests/fuzz/${name}_fuzz.c)
  get_property(libraries GLOBAL PROPERTY MOOT_LIBRARIES)
  list(REVERSE libraries)
  if(MOOT_FUZZ)
    add_executable(${name}_fuzz ${source})
    target_link_options(${name}_fuzz PRIVATE -fsanitize=fuzzer)
    set(found ${PROJECT_BINARY_DIR}/found/${name})
    file(MAKE_DIRECTORY ${found})
    math(EXPR timeout "${MOOT_FUZZ_SECONDS} + 60")
    add_test(NAME fuzz.${name} COMMAND ${name}_fuzz
      -seed=1 -max_total_time=${MOOT_FUZZ_SECONDS} -timeout=10 -rss_limit_mb=1024
      -print_final_stats=1 -artifact_prefix=${found}/ ${found} ${corpus})
  else()
    add_executable(${name}_fuzz ${source}
      ${PROJECT_SOURCE_DIR}/tests/lib/fuzz_replay.c)
    set(timeout 30)
    add_test(NAME fuzz.${name} COMMAND ${name}_fuzz ${corpus})
  endif()
  target_link_libraries(${name}_fuzz PRIVATE moot_tests_lib ${libraries})
  moot_settle(fuzz.${name} fuzz ${timeout})
endfunction()

# moot_embed(folder name file)
#
# Puts a file into the library of a program's folder, as it is:
# moot_<name>_text of <folder>/<name>.h gives its bytes.
function(moot_embed folder name file)
  set(path ${PROJECT_SOURCE_DIR}/${file})
  set(source ${PROJECT_BINARY_DIR}/embedded/${name}.c)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
  file(READ ${path} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(............................................................)"
         "\\1\n" bytes "${bytes}")
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT
"#include \"${folder}/${name}.h\"

static const uint8_t bytes[] = {
${bytes}};

moot_slice_t moot_${name}_text(void)
{
    return moot_slice(bytes, sizeof bytes);
}
")
  target_sources(moot_${folder}_core PRIVATE ${source})
endfunction()
