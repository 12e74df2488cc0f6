/* Gives .msg files as the folders of .eml files are given. */
#include "store/msg/store_msg.h"

#include "store/msg/msg_file.h"
#include "store/store_eml.h"

/* A folder with .eml files too is theirs, with all its files. */
static int msg_bid(const struct store_probe *probe)
{
    if (probe->directory)
        return store_eml_folder(probe->path, store_msg_driver.name) ? 10 : 0;
    return msg_file_is(probe->path, probe->head) ? 100 : 0;
}

static enum outcome msg_open(const char *path, struct store **ret_store, struct err *err)
{
    return store_eml_open(&store_msg_driver, path, ret_store, err);
}

const struct store_driver store_msg_driver = {"msg", msg_bid, msg_open, store_eml_next, store_eml_seek, store_eml_close,
                                              .seeks_again = true};
