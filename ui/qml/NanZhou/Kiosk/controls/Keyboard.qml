pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// Letters and digits: names of items are found by pinyin, its first letters or a word in English.
Rectangle {
    id: root
    signal typed(letter: string)
    signal erased()
    signal cleared()
    property int keyHeight: 108

    implicitHeight: rows.implicitHeight + 52
    color: Theme.keys
    Rectangle { width: parent.width; height: 4; color: Theme.ink }

    component Letters: RowLayout {
        id: letters
        property string keys
        spacing: 10
        Repeater {
            model: letters.keys.split("")
            Key {
                required property string modelData
                objectName: "key_" + modelData
                text: modelData
                Layout.fillWidth: true
                Layout.preferredWidth: 96
                Layout.preferredHeight: root.keyHeight
                onClicked: root.typed(modelData)
            }
        }
    }
    ColumnLayout {
        id: rows
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: 20; topMargin: 26 }
        spacing: 12
        Letters { keys: "1234567890" }
        Letters { keys: "qwertyuiop" }
        Letters { keys: "asdfghjkl"; Layout.leftMargin: 52; Layout.rightMargin: 52 }
        RowLayout {
            spacing: 10
            Key {
                objectName: "key_clear"
                text: qsTr("清空")
                dark: true
                Layout.preferredWidth: 150
                Layout.preferredHeight: root.keyHeight
                onClicked: root.cleared()
            }
            Letters { keys: "zxcvbnm"; Layout.fillWidth: true }
            Key {
                objectName: "key_delete"
                symbol: "delete"
                spoken: qsTr("删除一位")
                dark: true
                Layout.preferredWidth: 150
                Layout.preferredHeight: root.keyHeight
                onClicked: root.erased()
            }
        }
    }
}
