/*
 * A disk that fails, dawdles or lies: preloaded into a process, it stands before the C library's fsync, fdatasync and pread.
 *
 * What it does stands in the file that DISK_FAULT names, read at every call; without that file the disk is healthy.
 *
 *   fail        every call fails with EIO (folders are spared, here as below)
 *   once        one call fails with EIO; the file is gone afterwards
 *   slow N      every call takes N milliseconds longer
 *   lie         every call succeeds and nothing is written through
 *   unreadable  reading from a file whose name ends in .log fails with EIO
 *
 * After a failed fsync the kernel may call the lost pages clean, so that a second fsync of the same file succeeds over
 * nothing. Whoever tries is written down: each failure as "failed DEVICE:INODE", each later call for the same file as
 * "again DEVICE:INODE", in the file that DISK_FAULT_LOG names.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MOST 4096

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* A file: its inode's number and when that was given to it, since numbers are given out again. */
struct file { unsigned major, minor; unsigned long long inode; long long born; unsigned born_nanos; };
static struct file failed[MOST];
static int failures;

static void say(const char *word, const struct file *file) {
    const char *path = getenv("DISK_FAULT_LOG");
    if (!path) return;
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) return;
    char line[96];
    int length = snprintf(line, sizeof line, "%s %u:%u:%llu\n", word, file->major, file->minor, file->inode);
    if (write(fd, line, length) != length) abort();
    close(fd);
}

static int identify(int fd, struct file *file) {
    struct statx found;
    memset(file, 0, sizeof *file);
    if (statx(fd, "", AT_EMPTY_PATH, STATX_TYPE | STATX_INO | STATX_BTIME, &found) != 0) return 0;
    file->major = found.stx_dev_major;
    file->minor = found.stx_dev_minor;
    file->inode = found.stx_ino;
    file->born = found.stx_btime.tv_sec;
    file->born_nanos = found.stx_btime.tv_nsec;
    return S_ISREG(found.stx_mode);
}

static int has_failed(const struct file *file) {
    for (int i = 0; i < failures; i++)
        if (memcmp(&failed[i], file, sizeof *file) == 0) return 1;
    return 0;
}

static int fail(const struct file *file) {
    if (failures < MOST && !has_failed(file)) failed[failures++] = *file;
    say("failed", file);
    errno = EIO;
    return -1;
}

static void order(char *text, size_t size) {
    text[0] = 0;
    const char *path = getenv("DISK_FAULT");
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0) return;
    ssize_t length = read(fd, text, size - 1);
    text[length > 0 ? length : 0] = 0;
    close(fd);
}

static int sync_as_told(int fd, int (*really)(int)) {
    struct file file;
    char text[32];
    int known = identify(fd, &file);
    order(text, sizeof text);

    pthread_mutex_lock(&lock);
    if (known && has_failed(&file)) say("again", &file);
    int fails = known && (strncmp(text, "fail", 4) == 0 || (strncmp(text, "once", 4) == 0 && unlink(getenv("DISK_FAULT")) == 0));
    int result = fails ? fail(&file) : 0;
    pthread_mutex_unlock(&lock);

    if (fails || strncmp(text, "lie", 3) == 0) return result;
    if (strncmp(text, "slow ", 5) == 0) {
        long millis = atol(text + 5);
        struct timespec time = {millis / 1000, (millis % 1000) * 1000000};
        nanosleep(&time, NULL);
    }
    return really(fd);
}

static int is_log(int fd) {
    char link[40], path[512];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path);
    return length > 4 && memcmp(path + length - 4, ".log", 4) == 0;
}

static int reading_fails(int fd) {
    struct file file;
    char text[32];
    order(text, sizeof text);
    if (strncmp(text, "unreadable", 10) != 0 || !is_log(fd) || !identify(fd, &file)) return 0;
    say("failed", &file);
    errno = EIO;
    return 1;
}

ssize_t pread64(int fd, void *bytes, size_t size, off64_t from) {
    static ssize_t (*really)(int, void *, size_t, off64_t);
    if (!really) really = dlsym(RTLD_NEXT, "pread64");
    return reading_fails(fd) ? -1 : really(fd, bytes, size, from);
}

int fsync(int fd) {
    static int (*really)(int);
    if (!really) really = dlsym(RTLD_NEXT, "fsync");
    return sync_as_told(fd, really);
}

int fdatasync(int fd) {
    static int (*really)(int);
    if (!really) really = dlsym(RTLD_NEXT, "fdatasync");
    return sync_as_told(fd, really);
}
