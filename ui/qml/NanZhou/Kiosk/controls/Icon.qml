pragma ComponentBehavior: Bound
import QtQuick

// A line icon in one colour.
Image {
    id: root
    property string name
    property color color: "#000000"
    property int side: 48
    property int turn: 0

    width: side
    height: side
    rotation: turn
    sourceSize: Qt.size(side, side)
    source: name ? `image://icon/${name}/${color.toString().slice(-6)}` : ""
    Accessible.ignored: true
}
