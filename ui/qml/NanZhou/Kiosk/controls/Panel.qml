import QtQuick
import NanZhou.Kiosk

// A sheet that holds what belongs together.
Rectangle {
    radius: Theme.panel
    color: Theme.card
    border { width: Theme.edge; color: Theme.line }
}
