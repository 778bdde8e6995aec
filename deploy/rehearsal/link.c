// A link between two network namespaces with the delay of a long line, for kernels without netem: a TUN device in each, and this
// process between them, which holds each packet until it is due.
//
//   link NAMESPACE ADDRESS/LEN NAMESPACE ADDRESS/LEN DEVICE CONTROL
//
// CONTROL is a file that is read ten times a second: "<milliseconds one way> <1 up, 0 cut>". As root; one process a link.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { MOST_PACKETS = 65536, LARGEST = 2048 };
static const uint64_t MILLI = 1000000;
static const uint64_t LOOK = 100000000;

struct packet {
  uint64_t due;
  int length;
  unsigned char *bytes;
};

// Packets on their way to one end. The delay is the same for all, so they come out as they went in.
struct way {
  struct packet packets[MOST_PACKETS];
  unsigned first, end;
};

static struct way ways[2];

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000 * MILLI + (uint64_t)t.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int tun(const char *name, const char *device) {
  char path[128];
  snprintf(path, sizeof path, "/run/netns/%s", name);
  int here = open("/proc/self/ns/net", O_RDONLY);
  int there = open(path, O_RDONLY);
  if (here < 0 || there < 0 || setns(there, CLONE_NEWNET)) fail(path);
  int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  struct ifreq request = {0};
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  strncpy(request.ifr_name, device, IFNAMSIZ - 1);
  if (tun < 0 || ioctl(tun, TUNSETIFF, &request)) fail("/dev/net/tun");
  if (setns(here, CLONE_NEWNET)) fail("setns");
  close(here);
  close(there);
  return tun;
}

static void address(const char *name, const char *device, const char *address) {
  char command[256];
  snprintf(command, sizeof command, "ip -n %s addr add %s dev %s && ip -n %s link set %s up mtu 1500 txqueuelen 5000", name,
           address, device, name, device);
  if (system(command)) exit(2);
}

static void receive(int from, struct way *to, uint64_t delay, int up) {
  unsigned char bytes[LARGEST];
  for (;;) {
    int length = (int)read(from, bytes, sizeof bytes);
    if (length <= 0) return;
    if (!up || to->end - to->first == MOST_PACKETS) continue;
    struct packet *packet = &to->packets[to->end++ % MOST_PACKETS];
    packet->due = now() + delay;
    packet->length = length;
    packet->bytes = malloc((size_t)length);
    if (!packet->bytes) fail("malloc");
    memcpy(packet->bytes, bytes, (size_t)length);
  }
}

static void deliver(struct way *way, int to, int up) {
  while (way->first != way->end && way->packets[way->first % MOST_PACKETS].due <= now()) {
    struct packet *packet = &way->packets[way->first++ % MOST_PACKETS];
    // A full device loses it, as a full queue on any way does.
    if (up && write(to, packet->bytes, (size_t)packet->length) < 0 && errno != EAGAIN && errno != EIO) fail("write");
    free(packet->bytes);
  }
}

int main(int count, char **words) {
  if (count != 7) {
    fprintf(stderr, "usage: link NAMESPACE ADDRESS/LEN NAMESPACE ADDRESS/LEN DEVICE CONTROL\n");
    return 2;
  }
  int ends[2] = {tun(words[1], words[5]), tun(words[3], words[5])};
  address(words[1], words[5], words[2]);
  address(words[3], words[5], words[4]);
  uint64_t delay = 0, looked = 0;
  int up = 1;
  for (;;) {
    uint64_t time = now();
    if (time - looked >= LOOK) {
      looked = time;
      FILE *control = fopen(words[6], "r");
      double millis;
      int is_up;
      if (control && fscanf(control, "%lf %d", &millis, &is_up) == 2) {
        delay = (uint64_t)(millis * (double)MILLI);
        up = is_up;
      }
      if (control) fclose(control);
    }
    uint64_t wait = LOOK;
    for (int i = 0; i < 2; i++) {
      deliver(&ways[i], ends[i], up);
      if (ways[i].first != ways[i].end) {
        uint64_t due = ways[i].packets[ways[i].first % MOST_PACKETS].due, at = now();
        uint64_t left = due > at ? due - at : 0;
        if (left < wait) wait = left;
      }
    }
    struct pollfd polled[2] = {{ends[0], POLLIN, 0}, {ends[1], POLLIN, 0}};
    struct timespec within = {0, (long)wait};
    if (ppoll(polled, 2, &within, NULL) < 0 && errno != EINTR) fail("ppoll");
    for (int i = 0; i < 2; i++) {
      if (polled[i].revents & POLLIN) receive(ends[i], &ways[1 - i], delay, up);
    }
  }
}
