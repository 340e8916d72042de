/* Replays a kept corpus through a fuzz target where libFuzzer is not used.
 *
 * Arguments: files, or folders whose files are all taken. A replay without a
 * single input is a failure, so that a lost corpus does not pass for a test. */
#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Inputs above this are not from our corpus. */
#define INPUT_BYTES_MAX (16u << 20)

static int replay_file(const char *path)
{
    struct stat info;
    FILE *file = fopen(path, "rb");
    if (file == NULL || fstat(fileno(file), &info) != 0
        || info.st_size > (off_t)INPUT_BYTES_MAX) {
        perror(path);
        if (file != NULL)
            fclose(file);
        return -1;
    }
    /* An exact allocation lets the address sanitizer see one byte too far. */
    size_t size = (size_t)info.st_size;
    uint8_t *data = malloc(size > 0 ? size : 1);
    if (data == NULL || fread(data, 1, size, file) != size) {
        perror(path);
        free(data);
        fclose(file);
        return -1;
    }
    fclose(file);
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 0;
}

static int replay_folder(const char *path, size_t *count)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        perror(path);
        return -1;
    }
    int rc = 0;
    struct dirent *entry;
    while (rc == 0 && (entry = readdir(folder)) != NULL) {
        char file[PATH_MAX];
        struct stat info;
        int n = snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        if (n < 0 || (size_t)n >= sizeof file) {
            rc = -1;
        } else if (stat(file, &info) == 0 && S_ISREG(info.st_mode)) {
            rc = replay_file(file);
            *count += 1;
        }
    }
    closedir(folder);
    return rc;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    for (int i = 1; i < argc; i++) {
        struct stat info;
        if (stat(argv[i], &info) != 0) {
            perror(argv[i]);
            return 1;
        }
        if (S_ISDIR(info.st_mode)) {
            if (replay_folder(argv[i], &count) != 0)
                return 1;
        } else if (replay_file(argv[i]) != 0) {
            return 1;
        } else {
            count++;
        }
    }
    printf("replayed %zu inputs\n", count);
    return count > 0 ? 0 : 1;
}
