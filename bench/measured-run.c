/*
 * Runs a command and says on the last line of its standard error what it took:
 * user and system seconds, wall seconds, peak resident KiB. Node cannot ask
 * this about a child.
 */
#include <signal.h>
#include <stdio.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
	return t.tv_sec + t.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
	struct timeval start, end;
	struct rusage usage;
	int status;
	pid_t child;

	if (argc < 2)
		return 2;
	gettimeofday(&start, NULL);
	child = fork();
	if (child == 0) {
#ifdef __linux__
		/* Nobody would wait for the command if this program were killed. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child)
		return 2;
	gettimeofday(&end, NULL);
	fprintf(stderr, "\n%.6f %.6f %ld\n", seconds(usage.ru_utime) + seconds(usage.ru_stime),
		seconds(end) - seconds(start), usage.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
