import QtQuick

// What the window knows of every page. Little, because the first frame waits for it.
Item {
    required property var page
    readonly property bool wide: width > height
    // The same page is asked again: what was typed is old.
    signal renewed()
}
