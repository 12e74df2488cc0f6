/* What a message tells of itself. */
#include "model/message.h"

int64_t message_time(const struct message *message)
{
    return message->received_date != MESSAGE_NO_DATE ? message->received_date : message->date;
}
