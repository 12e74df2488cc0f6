// Prints what the npm package pst-extractor finds in a store, as JSON: items (with those attached to items), recipients, attachments, subjects.
const { PSTFile } = require(process.argv[2] + '/node_modules/pst-extractor');
const found = { items: 0, recipients: 0, attachments: 0, subjects: [] };

function message(item) {
    found.items++;
    found.subjects.push(item.subject);
    found.recipients += item.numberOfRecipients;
    const count = item.numberOfAttachments;
    found.attachments += count;
    for (let i = 0; i < count; i++) {
        const embedded = item.getAttachment(i).embeddedPSTMessage;
        if (embedded)
            message(embedded);
    }
}

function folder(current) {
    if (current.hasSubfolders)
        current.getSubFolders().forEach(folder);
    if (current.contentCount === 0)
        return;
    for (let item = current.getNextChild(); item; item = current.getNextChild())
        message(item);
}

folder(new PSTFile(process.argv[3]).getRootFolder());
process.stdout.write(JSON.stringify(found));
