/* The command table and nothing else. */
#include "cmd/cmd.h"

int main(int argc, char **argv)
{
    return cmd_run(argc, argv);
}
