/* Lets chosen system calls fail on chosen files, for the tests of failing drives.
 *
 * CRM_FAIL_CALL   read | write | sync | lock | flock | open | truncate | map | any
 * CRM_FAIL_ERRNO  the number to fail with
 * CRM_FAIL_NAME   part of the path of the files that fail
 * CRM_FAIL_WHILE  a path: calls fail only while a file stands there
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

static int wanted(const char *call) {
    const char *want = getenv("CRM_FAIL_CALL"), *when = getenv("CRM_FAIL_WHILE");
    if (!want || (strcmp(want, call) && strcmp(want, "any"))) return 0;
    return when && access(when, F_OK) == 0;
}

static int named(const char *path) {
    const char *part = getenv("CRM_FAIL_NAME");
    return part && path && strstr(path, part) != NULL;
}

static int fails(const char *call, int fd) {
    char link[64], path[PATH_MAX];
    int saved = errno;
    if (!wanted(call)) { errno = saved; return 0; }
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t got = readlink(link, path, sizeof path - 1);
    errno = saved;
    if (got < 0) return 0;
    path[got] = 0;
    if (!named(path)) return 0;
    errno = atoi(getenv("CRM_FAIL_ERRNO"));
    return 1;
}

#define REAL(type, name, ...) ((type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

ssize_t pread64(int fd, void *to, size_t many, off64_t at) {
    return fails("read", fd) ? -1 : REAL(ssize_t, "pread64", int, void *, size_t, off64_t)(fd, to, many, at);
}
ssize_t pread(int fd, void *to, size_t many, off_t at) { return pread64(fd, to, many, at); }
ssize_t read(int fd, void *to, size_t many) {
    return fails("read", fd) ? -1 : REAL(ssize_t, "read", int, void *, size_t)(fd, to, many);
}
ssize_t pwrite64(int fd, const void *from, size_t many, off64_t at) {
    return fails("write", fd) ? -1 : REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t)(fd, from, many, at);
}
ssize_t pwrite(int fd, const void *from, size_t many, off_t at) { return pwrite64(fd, from, many, at); }
ssize_t write(int fd, const void *from, size_t many) {
    return fails("write", fd) ? -1 : REAL(ssize_t, "write", int, const void *, size_t)(fd, from, many);
}
int fsync(int fd) { return fails("sync", fd) ? -1 : REAL(int, "fsync", int)(fd); }
int fdatasync(int fd) { return fails("sync", fd) ? -1 : REAL(int, "fdatasync", int)(fd); }
int ftruncate64(int fd, off64_t size) {
    return fails("truncate", fd) ? -1 : REAL(int, "ftruncate64", int, off64_t)(fd, size);
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }
int flock(int fd, int how) { return fails("flock", fd) ? -1 : REAL(int, "flock", int, int)(fd, how); }

static int control(const char *name, int fd, int what, void *with) {
    if ((what == F_SETLK || what == F_SETLKW) && fails("lock", fd)) return -1;
    return REAL(int, name, int, int, ...)(fd, what, with);
}
int fcntl(int fd, int what, ...) {
    va_list rest;
    va_start(rest, what);
    void *with = va_arg(rest, void *);
    va_end(rest);
    return control("fcntl", fd, what, with);
}
int fcntl64(int fd, int what, ...) {
    va_list rest;
    va_start(rest, what);
    void *with = va_arg(rest, void *);
    va_end(rest);
    return control("fcntl64", fd, what, with);
}

static int opened(const char *name, const char *path, int flags, int mode) {
    if (wanted("open") && named(path)) {
        errno = atoi(getenv("CRM_FAIL_ERRNO"));
        return -1;
    }
    return REAL(int, name, const char *, int, ...)(path, flags, mode);
}
int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = va_arg(rest, int);
    va_end(rest);
    return opened("open", path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = va_arg(rest, int);
    va_end(rest);
    return opened("open64", path, flags, mode);
}
void *mmap64(void *at, size_t many, int how, int flags, int fd, off64_t from) {
    if (fd >= 0 && fails("map", fd)) return MAP_FAILED;
    return REAL(void *, "mmap64", void *, size_t, int, int, int, off64_t)(at, many, how, flags, fd, from);
}
